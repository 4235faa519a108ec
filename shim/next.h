/*
 * The functions that we stand in front of, all looked up when the first is needed. That may be
 * in a fork child of a threaded parent: glibc gives the child a fresh loader lock.
 */
#ifndef NEXT_H
#define NEXT_H

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <threads.h>
#include <time.h>

/* Each row: name, result, parameters. The struct, and the look-up in next.c, are made of it. */
#define NEXT_FUNCTIONS(F)                                                                      \
    F(sigaction, int, (int, const struct sigaction *, struct sigaction *))                     \
    F(signal, sighandler_t, (int, sighandler_t))                                               \
    F(__sysv_signal, sighandler_t, (int, sighandler_t))                                        \
    F(sigset, sighandler_t, (int, sighandler_t))                                               \
    F(pthread_create, int, (pthread_t *, const pthread_attr_t *, void *(*)(void *), void *))   \
    F(thrd_create, int, (thrd_t *, thrd_start_t, void *))                                      \
    F(pthread_sigmask, int, (int, const sigset_t *, sigset_t *))                               \
    F(sigsuspend, int, (const sigset_t *))                                                     \
    F(ppoll, int, (struct pollfd *, nfds_t, const struct timespec *, const sigset_t *))        \
    F(pselect, int,                                                                            \
      (int, fd_set *, fd_set *, fd_set *, const struct timespec *, const sigset_t *))          \
    F(epoll_pwait, int, (int, struct epoll_event *, int, int, const sigset_t *))               \
    F(epoll_pwait2, int,                                                                       \
      (int, struct epoll_event *, int, const struct timespec *, const sigset_t *))             \
    F(execve, int, (const char *, char *const *, char *const *))                               \
    F(execvpe, int, (const char *, char *const *, char *const *))                              \
    F(fexecve, int, (int, char *const *, char *const *))                                       \
    F(execveat, int, (int, const char *, char *const *, char *const *, int))                   \
    F(posix_spawn, int,                                                                        \
      (pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *,   \
       char *const *, char *const *))                                                          \
    F(posix_spawnp, int,                                                                       \
      (pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *,   \
       char *const *, char *const *))                                                          \
    F(dlclose, int, (void *))                                                                  \
    F(timer_create, int, (clockid_t, struct sigevent *, timer_t *))                            \
    F(timer_delete, int, (timer_t))                                                            \
    F(system, int, (const char *))                                                             \
    F(popen, FILE *, (const char *, const char *))

struct next {
#define NEXT_MEMBER(name, result, parameters) result(*name) parameters;
    NEXT_FUNCTIONS(NEXT_MEMBER)
#undef NEXT_MEMBER
    void (*abort_)(void); /* not marked noreturn, so that ours can become a jump to it */
};

/* All of them. */
const struct next *next(void);

#endif
