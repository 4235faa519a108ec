/* This program puts itself before libc's functions that lock, allocate, open or take long, and
 * shouts when one is called after the fault. */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,inner,middle,outer,main
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/types.h>

#include "victim.h"

static volatile int g_dying;

static void trip(const char *what)
{
    if (g_dying) {
        static const char rest[] = " after the fault\n";
        long written = write(1, what, strlen(what)) + write(1, rest, sizeof(rest) - 1);
        if (written < 0) {
            _exit(98);
        }
    }
}

#define TRIPWIRE(type, name, parameters, result)                                               \
    type name parameters                                                                       \
    {                                                                                          \
        trip(#name);                                                                           \
        return result;                                                                         \
    }

TRIPWIRE(int, dl_iterate_phdr,
         (int (*callback)(struct dl_phdr_info *, size_t, void *), void *data),
         callback == NULL || data == NULL ? 0 : 0)
TRIPWIRE(int, dladdr, (const void *address, Dl_info *info),
         address == NULL || info == NULL ? 0 : 0)
TRIPWIRE(pid_t, fork, (void), -1)
TRIPWIRE(int, usleep, (useconds_t time), time == 0 ? 0 : -1)

int open(const char *path, int flags, ...)
{
    (void)path;
    (void)flags;
    trip("open");
    return -1;
}

static void inner(void)
{
    g_dying = 1;
    abort();
}

int main(void)
{
    outer();
}
