/*
 * Seccomp may forbid what the handler does on pain of another death. Strict mode (1) allows
 * read, write, exit and sigreturn only; a filter (mode 2) allows what its program says, which
 * is run here with the handler's calls before it is installed. A thread that is confined so
 * writes its record without a system call: the spool is made writable, and what can no longer
 * be asked is noted, beforehand.
 *
 * Out of sight, and so not provided for: a filter installed by a system call of the program's
 * own making, without prctl(2) or syscall(2).
 */
#include "confinement.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/uio.h>

#include "async_safe/clock.h"
#include "async_safe/process.h"
#include "async_safe/raw.h"
#include "async_safe/state.h"
#include "dispositions.h"
#include "export.h"
#include "next.h"
#include "seccomp_filter.h"

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define FIRST_PAGE 4096u
#define MAY_READ_FILTER 0x100u /* beside the STATE_MAY_ bits: process_vm_readv */
#define MAY_RETURN 0x200u      /* rt_sigreturn */
#define MAY_OPEN 0x400u        /* what needs a descriptor of its own */
#define MAY_ALL                                                                                \
    (STATE_MAY_ASK_IDS | STATE_MAY_ASK_TIME | STATE_MAY_QUEUE | STATE_MAY_SET_STACK |          \
     MAY_READ_FILTER | MAY_RETURN | MAY_OPEN)

/* The handler's system calls, and what is lost without each beside a handler that may call. */
static const struct {
    int number;
    uint32_t loses;
} g_calls[] = {
    {SYS_getpid, STATE_MAY_ASK_IDS},
    {SYS_gettid, STATE_MAY_ASK_IDS},
    {SYS_clock_gettime, STATE_MAY_ASK_TIME},
    {SYS_rt_sigaction, STATE_MAY_QUEUE},
    {SYS_rt_sigprocmask, STATE_MAY_QUEUE},
    {SYS_rt_tgsigqueueinfo, STATE_MAY_QUEUE},
    {SYS_tgkill, STATE_MAY_QUEUE},
    {SYS_sigaltstack, STATE_MAY_SET_STACK},
    {SYS_process_vm_readv, MAY_READ_FILTER},
    {SYS_rt_sigreturn, MAY_RETURN},
    {SYS_openat, MAY_OPEN},
    {SYS_read, MAY_OPEN},
    {SYS_close, MAY_OPEN},
    {SYS_pipe2, MAY_OPEN},
    {SYS_write, MAY_OPEN}, /* CPython's, to the pipe */
    {SYS_getdents64, MAY_OPEN},
    {SYS_getcwd, MAY_OPEN},
    {SYS_getppid, 0},
    {SYS_geteuid, 0},
    {SYS_kill, 0},
    {SYS_madvise, 0},
    {SYS_mprotect, 0},
    {SYS_nanosleep, 0},
    {SYS_prctl, 0},
    {SYS_prlimit64, 0},
    {SYS_rt_sigqueueinfo, 0},
    {SYS_timer_create, 0},
    {SYS_timer_delete, 0},
    {SYS_timer_settime, 0},
};

static void prepare(uint32_t may, bool all_threads)
{
    if (raw(SYS_mprotect, g_state.spool, g_state.spool_size, PROT_READ | PROT_WRITE) != 0) {
        return;
    }
    g_state.confined_realtime = clock_read(CLOCK_REALTIME);
    g_state.confined_boottime = clock_read(CLOCK_BOOTTIME);
    g_state.confined_pid = process_id();
    g_state.confined_may = g_state.confined ? g_state.confined_may & may : may;
    t_thread.confined = 1;
    g_state.confined_all |= all_threads;
    g_state.confined = true;
}

static uint32_t what_remains(const struct sock_filter *program, size_t length,
                             bool *ret_any_deadly)
{
    uint32_t may = MAY_ALL;

    *ret_any_deadly = false;
    for (size_t i = 0; i < sizeof g_calls / sizeof g_calls[0]; i++) {
        struct seccomp_data data = {.nr = g_calls[i].number, .arch = ARCHITECTURE};
        if (g_calls[i].number == SYS_mprotect) { /* filters look at its access bits */
            data.args[0] = (uintptr_t)g_state.spool;
            data.args[1] = g_state.spool_size;
            data.args[2] = PROT_READ | PROT_WRITE;
        } else if (g_calls[i].number == SYS_prctl) {
            data.args[0] = PR_GET_NAME;
        } else if (g_calls[i].number == SYS_openat) { /* as the loader opens libraries */
            data.args[0] = (uint64_t)(int64_t)AT_FDCWD;
            data.args[2] = O_RDONLY | O_CLOEXEC;
        }
        if (seccomp_filter_is_deadly(seccomp_filter_run(program, length, &data))) {
            may &= ~g_calls[i].loses;
            *ret_any_deadly |= (g_calls[i].loses & (MAY_READ_FILTER | MAY_OPEN)) == 0;
        }
    }
    return may;
}

/* Where no handler can come back from its work there must be none. */
static void stand_back(void)
{
    struct sigaction action = {.sa_handler = SIG_DFL};

    for (int signal = 1; signal < 32; signal++) {
        if (dispositions_ours(1u << signal) != 0) {
            next()->sigaction(signal, &action, NULL);
        }
    }
}

/* The program's instructions; 0 when there are none to be read. */
static size_t read_program(const struct sock_fprog *program, struct sock_filter *ret_filter)
{
    struct sock_fprog header;
    struct iovec to[] = {{&header, sizeof header}};
    struct iovec from[] = {{(void *)(uintptr_t)program, sizeof header}};
    bool may_read = !process_is_confined() || (g_state.confined_may & MAY_READ_FILTER) != 0;
    long result = -EPERM;

    if ((uintptr_t)program < FIRST_PAGE) {
        return 0; /* how programs ask whether the kernel knows filters */
    }
    if (may_read) {
        result = raw(SYS_process_vm_readv, process_id(), to, 1, from, 1, 0);
    }
    if (result == -EPERM || result == -ENOSYS) {
        header = *program; /* nobody to ask whether it can be read */
    } else if (result != (long)sizeof header) {
        return 0;
    }
    size_t size = header.len * sizeof *ret_filter;
    to[0] = (struct iovec){ret_filter, size};
    from[0] = (struct iovec){header.filter, size};
    if (header.len == 0 || header.len > BPF_MAXINSNS || (uintptr_t)header.filter < FIRST_PAGE) {
        return 0;
    }
    if (may_read) {
        result = raw(SYS_process_vm_readv, process_id(), to, 1, from, 1, 0);
    }
    if (result == -EPERM || result == -ENOSYS) {
        memcpy(ret_filter, header.filter, size);
    } else if (result != (long)size) {
        return 0;
    }
    return header.len;
}

uint32_t confinement_filter(const struct sock_fprog *program, bool all_threads)
{
    static struct sock_filter filter[BPF_MAXINSNS]; /* 32 KiB: too much for a small stack */
    static int busy;
    uint32_t before = t_thread.confined;
    bool deadly;

    if (g_state.spool == NULL || __atomic_exchange_n(&busy, 1, __ATOMIC_ACQUIRE) != 0) {
        return before;
    }
    size_t length = read_program(program, filter);
    if (length > 0) {
        uint32_t may = what_remains(filter, length, &deadly);
        if ((may & MAY_RETURN) == 0) {
            stand_back();
        }
        if ((may & MAY_OPEN) == 0) {
            g_state.no_descriptors = true;
        }
        if (deadly) {
            prepare(may, all_threads);
        }
    }
    __atomic_store_n(&busy, 0, __ATOMIC_RELEASE);
    return before;
}

void confinement_failed(uint32_t before)
{
    t_thread.confined = before;
}

EXPORT int prctl(int option, ...)
{
    va_list list;
    unsigned long argument[4];

    va_start(list, option);
    for (int i = 0; i < 4; i++) {
        argument[i] = va_arg(list, unsigned long);
    }
    va_end(list);
    uint32_t before = t_thread.confined;
    if (option == PR_SET_SECCOMP && g_state.spool != NULL) {
        if (argument[0] == SECCOMP_MODE_STRICT) {
            prepare(0, false);
        } else if (argument[0] == SECCOMP_MODE_FILTER) {
            confinement_filter((const struct sock_fprog *)argument[1], false);
        }
    }
    long result = raw(SYS_prctl, option, argument[0], argument[1], argument[2], argument[3]);
    if (result < 0) {
        if (option == PR_SET_SECCOMP && g_state.spool != NULL) {
            confinement_failed(before);
        }
        errno = (int)-result;
        return -1;
    }
    return (int)result;
}
