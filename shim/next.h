/*
 * The functions that we stand in front of. Looked up once, at start-up: later may be inside a
 * signal handler, or in a fork child of a threaded parent.
 */
#ifndef NEXT_H
#define NEXT_H

#include <pthread.h>
#include <signal.h>
#include <threads.h>

struct next {
    int (*sigaction)(int, const struct sigaction *, struct sigaction *);
    sighandler_t (*signal)(int, sighandler_t);
    sighandler_t (*sysv_signal)(int, sighandler_t);
    sighandler_t (*sigset)(int, sighandler_t);
    int (*pthread_create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    void (*abort)(void); /* not marked noreturn, so that ours can become a jump to it */
    int (*thrd_create)(thrd_t *, thrd_start_t, void *);
};

/* All of them; resolves on the first call, which the constructor makes. */
const struct next *next(void);

#endif
