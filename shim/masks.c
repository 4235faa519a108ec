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
#include "next.h"
#include "synchronous.h"

/* glibc keeps 32 and 33 for cancellation and setxid; its own calls never block them. */
static void spare_internal(sigset_t *set)
{
    unsigned long *words = (unsigned long *)(void *)set;

    words[0] &= ~(3ul << 31);
}

/*
 * Where the calling thread's belief is kept. A vfork child runs on its parent's thread data;
 * what it changes there must be gone when the parent goes on.
 */
static uint32_t *belief(void)
{
    if (!process_is_vfork_child()) {
        return &t_thread.blocked;
    }
    uint32_t pid = process_id();
    if (t_thread.vfork_pid != pid) {
        t_thread.vfork_pid = pid;
        t_thread.vfork_blocked = t_thread.blocked;
    }
    return &t_thread.vfork_blocked;
}

/* Nothing is believed blocked, by this thread or a vfork child on it. So it is mostly, and then
 * nobody need ask the kernel which of the two this is. */
static bool believes_nothing(void)
{
    return t_thread.blocked == 0 && t_thread.vfork_pid == 0;
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

    if (g_state.spool == NULL) { /* disarmed: no books */
        return next()->pthread_sigmask(how, set, ret_old);
    }
    uint32_t *believed = belief();
    uint32_t before = *believed;

    if (set != NULL) {
        asked = *set;
        if (how != SIG_UNBLOCK) {
            spare_internal(&asked);
        }
        uint32_t given = synchronous_in(&asked);
        uint32_t after = believed_after(how, before, given);
        if (how != SIG_UNBLOCK) {
            /* What has no handler of ours is blocked for real; so is what is pending. */
            synchronous_remove(&asked, dispositions_ours(given) & ~t_thread.withheld);
        }
        *believed = after; /* before the kernel is told: what it unblocks may arrive at once */
        if (believed == &t_thread.blocked) {
            t_thread.withheld &= after;
        }
        long result = raw(SYS_rt_sigprocmask, how, &asked, &old, KERNEL_MASK_SIZE);
        if (result < 0) {
            *believed = before;
            return (int)-result;
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
        /* Of the others the kernel knows best: a runtime may change masks by system calls. */
        synchronous_add(ret_old, dispositions_ours(before));
    }
    return 0;
}

/* Which synchronous signals does the kernel block for this thread? */
static uint32_t really_blocked(void)
{
    sigset_t now;

    return raw(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &now, KERNEL_MASK_SIZE) == 0
               ? synchronous_in(&now)
               : 0;
}

static void really(int how, uint32_t signals)
{
    sigset_t set;

    if (signals != 0) {
        sigemptyset(&set);
        synchronous_add(&set, signals);
        raw(SYS_rt_sigprocmask, how, &set, NULL, KERNEL_MASK_SIZE);
    }
}

void masks_begin_process(void)
{
    t_thread.blocked = really_blocked();
    really(SIG_UNBLOCK, dispositions_ours(t_thread.blocked));
}

void masks_begin_thread(uint32_t believed, bool has_own_mask)
{
    t_thread.blocked = has_own_mask ? really_blocked() : believed;
    really(SIG_UNBLOCK, dispositions_ours(t_thread.blocked));
}

void masks_stop_hiding(int signal)
{
    if (!process_is_vfork_child()) {
        really(SIG_BLOCK, t_thread.blocked & dispositions_ours(1u << signal));
    }
}

void masks_show(void)
{
    if (!believes_nothing()) {
        really(SIG_BLOCK, dispositions_ours(*belief()));
    }
}

void masks_hide(void)
{
    if (!believes_nothing()) {
        really(SIG_UNBLOCK, dispositions_ours(*belief()) & ~t_thread.withheld);
    }
}

const sigset_t *masks_lend(const sigset_t *wanted, sigset_t *ret_set, uint32_t *ret_before)
{
    *ret_before = t_thread.blocked;
    if (wanted == NULL || g_state.spool == NULL) {
        return wanted;
    }
    uint32_t given = synchronous_in(wanted);
    *ret_set = *wanted;
    synchronous_remove(ret_set, dispositions_ours(given) & ~t_thread.withheld);
    t_thread.blocked = given;
    return ret_set;
}

void masks_return(uint32_t before)
{
    t_thread.blocked = before;
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
