#include "system_calls.h"

#include <stddef.h>
#include <sys/syscall.h>

/* The rows are generated from the machine's own <sys/syscall.h> when this is built. */
static const struct {
    int64_t number;
    const char *name;
} rows[] = {
#include "system_calls.inc"
};

const char *system_call_name(int64_t number)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].number == number) {
            return rows[i].name;
        }
    }
    return NULL;
}
