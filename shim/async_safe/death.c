#include "safe.h"

#include "death.h"
#include "kernel_action.h"
#include "process.h"
#include "raw.h"
#include "state.h"

static void set_default(int signal)
{
    struct kernel_action action = {.handler = SIG_DFL};

    kernel_action_exchange(signal, &action, NULL);
}

/* Will the instruction fault again when the handler returns to it? */
static bool happens_again(const struct crash *crash)
{
    if (crash_was_sent(&crash->info)) {
        return false;
    }
    switch (crash->signal) {
    case SIGSEGV:
    case SIGILL:
    case SIGFPE:
        return true;
    case SIGBUS:
        return crash->info.si_code != BUS_MCEERR_AO; /* found by a scrubber, not by us */
    default:
        return false; /* int3 and seccomp leave the pc behind the cause; limits are told once */
    }
}

void death_arrange(const struct crash *crash)
{
    bool again = happens_again(crash);

    if (again) {
        /* A fault while its signal is blocked kills at once (force_sig_info), whatever the
         * disposition: enough where system calls are forbidden. */
        sigaddset(&crash->context->uc_sigmask, crash->signal);
    } else {
        sigdelset(&crash->context->uc_sigmask, crash->signal);
    }
    if (crash->no_calls && (again || (g_state.confined_may & STATE_MAY_QUEUE) == 0)) {
        return;
    }
    set_default(crash->signal);
    if (again) {
        return;
    }
    /* Queued to this thread and blocked until the handler returns, so that a core shows the
     * interrupted code. The kernel lets a process forge any si_code towards itself. */
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, crash->signal);
    raw(SYS_rt_sigprocmask, SIG_BLOCK, &blocked, NULL, KERNEL_MASK_SIZE);
    if (raw(SYS_rt_tgsigqueueinfo, crash->pid, crash->tid, crash->signal, &crash->info) < 0) {
        raw(SYS_tgkill, crash->pid, crash->tid, crash->signal); /* RLIMIT_SIGPENDING, seccomp */
    }
}

void death_postpone(int signal, const siginfo_t *info, ucontext_t *context)
{
    siginfo_t copy = *info;
    sigset_t blocked;

    sigaddset(&context->uc_sigmask, signal);
    t_thread.withheld |= 1u << signal;
    sigemptyset(&blocked);
    sigaddset(&blocked, signal);
    raw(SYS_rt_sigprocmask, SIG_BLOCK, &blocked, NULL, KERNEL_MASK_SIZE);
    if (info->si_code == SI_TKILL) {
        raw(SYS_rt_tgsigqueueinfo, process_id(), thread_id(), signal, &copy);
    } else if (raw(SYS_rt_sigqueueinfo, process_id(), signal, &copy) < 0) {
        /* To the process, because a thread that does not block it may still get it. Only the
         * main thread may forge a siginfo of kill(2), though: better without than not at all.
         */
        raw(SYS_kill, process_id(), signal);
    }
}
