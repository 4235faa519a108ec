#include "system_calls.h"

#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>

/* The rows are generated from the machine's own <sys/syscall.h> when this is built. */
static const struct {
    int64_t number;
    const char *name;
} rows[] = {
#include "system_calls.inc"
};

#if defined(__x86_64__)
#define OUR_ARCH "x86_64"
#elif defined(__aarch64__)
#define OUR_ARCH "aarch64"
#else
#define OUR_ARCH ""
#endif

const char *system_call_name(const char *arch, int64_t number)
{
    if (arch == NULL || strcmp(arch, OUR_ARCH) != 0) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].number == number) {
            return rows[i].name;
        }
    }
    return NULL;
}
