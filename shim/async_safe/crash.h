/* One death, as the parts of the handler pass it along. */
#ifndef CRASH_H
#define CRASH_H

#include "safe.h"

struct crash {
    int signal;
    siginfo_t info;      /* a copy: the original lies on a stack that the application chose */
    ucontext_t *context; /* where the kernel put it; sigreturn(2) needs it there */
    uint32_t pid;
    uint32_t tid;
    struct timespec realtime, boottime; /* when */
    bool vfork_child;
    bool no_calls; /* seccomp: a system call would kill */
};

/* Sent by somebody, as opposed to raised by the kernel for what the thread did. */
static inline bool crash_was_sent(const siginfo_t *info)
{
    return info->si_code <= 0;
}

#endif
