/*
 * What an executed program inherits: the signal mask, and signals that are ignored. Both are
 * hidden from the kernel in part (masks.c, dispositions.c), so they are shown to it while a
 * program is executed or spawned, and hidden again if that fails.
 */
#include <errno.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "async_safe/state.h"
#include "dispositions.h"
#include "export.h"
#include "masks.h"
#include "next.h"

static void show(void)
{
    if (g_state.spool != NULL) {
        masks_show();
        dispositions_show_ignored();
    }
}

static void hide(void)
{
    int kept = errno;

    if (g_state.spool != NULL) {
        dispositions_hide_ignored();
        masks_hide();
    }
    errno = kept;
}

EXPORT int execve(const char *path, char *const arguments[], char *const environment[])
{
    show();
    int result = next()->execve(path, arguments, environment);
    hide();
    return result;
}

EXPORT int execv(const char *path, char *const arguments[])
{
    return execve(path, arguments, environ);
}

EXPORT int execvpe(const char *file, char *const arguments[], char *const environment[])
{
    show();
    int result = next()->execvpe(file, arguments, environment);
    hide();
    return result;
}

EXPORT int execvp(const char *file, char *const arguments[])
{
    return execvpe(file, arguments, environ);
}

EXPORT int fexecve(int fd, char *const arguments[], char *const environment[])
{
    show();
    int result = next()->fexecve(fd, arguments, environment);
    hide();
    return result;
}

EXPORT int execveat(int fd, const char *path, char *const arguments[],
                    char *const environment[], int flags)
{
    show();
    int result = next()->execveat(fd, path, arguments, environment, flags);
    hide();
    return result;
}

/* How many arguments there are up to the NULL, `first` and it included. */
static size_t count_arguments(const char *first, va_list list)
{
    size_t count = 1;

    for (const char *argument = first; argument != NULL; count++) {
        argument = va_arg(list, const char *);
    }
    return count;
}

/* The calls with a list of arguments copy it to the stack, as libc does: a vfork child may not
 * allocate. */
#define COLLECT_ARGUMENTS(first, arguments)                                                    \
    va_list list;                                                                              \
    va_start(list, first);                                                                     \
    char *arguments[count_arguments(first, list)];                                             \
    va_end(list);                                                                              \
    va_start(list, first);                                                                     \
    (arguments)[0] = (char *)(uintptr_t)(first);                                               \
    for (size_t i_ = 0; (arguments)[i_] != NULL;) {                                            \
        (arguments)[++i_] = va_arg(list, char *);                                              \
    }

EXPORT int execl(const char *path, const char *first, ...)
{
    COLLECT_ARGUMENTS(first, arguments);
    va_end(list);
    return execve(path, arguments, environ);
}

EXPORT int execlp(const char *file, const char *first, ...)
{
    COLLECT_ARGUMENTS(first, arguments);
    va_end(list);
    return execvpe(file, arguments, environ);
}

EXPORT int execle(const char *path, const char *first, ...)
{
    COLLECT_ARGUMENTS(first, arguments);
    char *const *environment = va_arg(list, char *const *);
    va_end(list);
    return execve(path, arguments, environment);
}

EXPORT int posix_spawn(pid_t *ret_pid, const char *path,
                       const posix_spawn_file_actions_t *actions,
                       const posix_spawnattr_t *attributes, char *const arguments[],
                       char *const environment[])
{
    show();
    int error = next()->posix_spawn(ret_pid, path, actions, attributes, arguments, environment);
    hide();
    return error;
}

EXPORT int posix_spawnp(pid_t *ret_pid, const char *file,
                        const posix_spawn_file_actions_t *actions,
                        const posix_spawnattr_t *attributes, char *const arguments[],
                        char *const environment[])
{
    show();
    int error =
        next()->posix_spawnp(ret_pid, file, actions, attributes, arguments, environment);
    hide();
    return error;
}

EXPORT int system(const char *command)
{
    show();
    int status = next()->system(command);
    hide();
    return status;
}

EXPORT FILE *popen(const char *command, const char *mode)
{
    show();
    FILE *stream = next()->popen(command, mode);
    hide();
    return stream;
}
