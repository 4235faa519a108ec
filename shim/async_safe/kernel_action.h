/* A signal's action as the kernel keeps it: not in the order of libc's struct sigaction. */
#ifndef KERNEL_ACTION_H
#define KERNEL_ACTION_H

#include <stddef.h>

#include "raw.h"

#define KERNEL_MASK_SIZE 8 /* bytes of a signal set, for the rt_ calls */

struct kernel_action {
    void (*handler)(int);
    unsigned long flags;
    void (*restorer)(void);
    unsigned long mask;
};

/* rt_sigaction(2). Either may be NULL. */
static inline void kernel_action_exchange(int signal, const struct kernel_action *action,
                                          struct kernel_action *ret_old)
{
    raw(SYS_rt_sigaction, signal, action, ret_old, KERNEL_MASK_SIZE);
}

#endif
