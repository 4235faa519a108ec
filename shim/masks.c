/*
 * Signal masks. A thread that blocks a synchronous signal and then faults is killed without
 * any handler, and threads that block everything are common. So the kernel is told a mask
 * without those six, and the application the mask that it set; a signal that somebody sends
 * meanwhile is postponed by the handler (death_postpone), and really blocked from then on.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "async_safe/process.h"
#include "async_safe/raw.h"
#include "async_safe/state.h"
#include "dispositions.h"
#include "export.h"
#include "masks.h"

#define KERNEL_MASK_SIZE 8

/* glibc keeps 32 and 33 for cancellation and setxid; its own calls never block them. */
static void spare_internal(sigset_t *set)
{
    unsigned long *words = (unsigned long *)(void *)set;

    words[0] &= ~(3ul << 31);
}

static uint32_t synchronous_in(const sigset_t *set)
{
    uint32_t found = 0;

    for (int signal = 1; signal < 32; signal++) {
        if ((STATE_SYNCHRONOUS & 1u << signal) != 0 && sigismember(set, signal) == 1) {
            found |= 1u << signal;
        }
    }
    return found;
}

static void remove_from(sigset_t *set, uint32_t signals)
{
    unsigned long *words = (unsigned long *)(void *)set;

    words[0] &= ~((unsigned long)signals >> 1);
}

static void add_to(sigset_t *set, uint32_t signals)
{
    unsigned long *words = (unsigned long *)(void *)set;

    words[0] |= (unsigned long)signals >> 1;
}

static uint32_t believed_after(int how, uint32_t before, uint32_t given)
{
    switch (how) {
    case SIG_BLOCK:
        return before | given;
    case SIG_UNBLOCK:
        return before & ~given;
    default:
        return given;
    }
}

/* Change the mask; returns 0 or an error number. */
static int change(int how, const sigset_t *set, sigset_t *ret_old)
{
    sigset_t asked;
    sigset_t old;
    uint32_t before = t_thread.blocked;

    if (set != NULL) {
        asked = *set;
        if (how != SIG_UNBLOCK) {
            spare_internal(&asked);
        }
        uint32_t given = synchronous_in(&asked);
        uint32_t after = believed_after(how, before, given);
        if (how != SIG_UNBLOCK) {
            /* What has no handler of ours is blocked for real; so is what is pending. */
            remove_from(&asked, dispositions_ours(given) & ~t_thread.withheld);
        }
        long result = raw(SYS_rt_sigprocmask, how, &asked, &old, KERNEL_MASK_SIZE);
        if (result < 0) {
            return (int)-result;
        }
        if (after != before && !process_is_vfork_child()) {
            t_thread.blocked = after;
            t_thread.withheld &= after;
        }
    } else {
        long result = raw(SYS_rt_sigprocmask, how, NULL, &old, KERNEL_MASK_SIZE);
        if (result < 0) {
            return (int)-result;
        }
    }
    if (ret_old != NULL) {
        unsigned long *words = (unsigned long *)(void *)ret_old;
        words[0] =
            ((unsigned long *)(void *)&old)[0]; /* the kernel's part; libc writes no more */
        add_to(ret_old, before);
    }
    return 0;
}

void masks_adopt(uint32_t believed)
{
    sigset_t now;
    sigset_t ours;

    t_thread.blocked = believed;
    raw(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &now, KERNEL_MASK_SIZE);
    uint32_t really = synchronous_in(&now);
    t_thread.blocked |= really;
    if (dispositions_ours(really) != 0) {
        sigemptyset(&ours);
        add_to(&ours, dispositions_ours(really));
        raw(SYS_rt_sigprocmask, SIG_UNBLOCK, &ours, NULL, KERNEL_MASK_SIZE);
    }
}

EXPORT int pthread_sigmask(int how, const sigset_t *set, sigset_t *old)
{
    return change(how, set, old);
}

EXPORT int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
    int error = change(how, set, old);

    if (error != 0) {
        errno = error;
        return -1;
    }
    return 0;
}
