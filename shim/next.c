#include "next.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

/* A function's address out of dlsym's object pointer: POSIX promises that this works. */
static void find(const char *name, void *ret_function)
{
    void *address = dlsym(RTLD_NEXT, name);

    memcpy(ret_function, &address, sizeof address);
}

const struct next *next(void)
{
    static struct next found;
    static bool done;

    if (!done) {
#define NEXT_FIND(name, result, parameters) find(#name, &found.name);
        NEXT_FUNCTIONS(NEXT_FIND)
#undef NEXT_FIND
        find("abort", &found.abort_);
        done = true;
    }
    return &found;
}
