#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "confine.h"

#if defined(__x86_64__)
#define JAIL_AUDIT_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define JAIL_AUDIT_ARCH AUDIT_ARCH_AARCH64
#endif

/* A sanitizer's runtime reserves terabytes of addresses; its builds go without that limit. */
#if defined(__SANITIZE_ADDRESS__)
#define UNLIMITED_ADDRESSES 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNLIMITED_ADDRESSES 1
#endif
#endif
#ifndef UNLIMITED_ADDRESSES
#define UNLIMITED_ADDRESSES 0
#endif

static int set_limits(const struct jail *jail)
{
    int error = confine_limit(RLIMIT_CORE, 0);

    if (error == 0 && !UNLIMITED_ADDRESSES) {
        error = confine_limit(RLIMIT_AS, jail->address_bytes);
    }
    if (error == 0 && !UNLIMITED_ADDRESSES) {
        error = confine_limit(RLIMIT_DATA, jail->data_bytes);
    }
    if (error == 0) {
        error = confine_limit(RLIMIT_CPU, jail->cpu_seconds);
    }
    if (error == 0) {
        error = confine_limit(RLIMIT_NOFILE, jail->files);
    }
    return error;
}

#ifdef JAIL_AUDIT_ARCH
#define ALLOW(name)                                                                            \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1),                                     \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

/*
 * What libdw, lzma and malloc need, and nothing else: any other call fails with EPERM, so that
 * an unforeseen one costs a name rather than the child.
 */
static void restrict_calls(void)
{
    static struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, JAIL_AUDIT_ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        ALLOW(read),
        ALLOW(pread64),
        ALLOW(readv),
        ALLOW(write), /* Landlock and O_RDONLY leave only the answer's descriptor */
        ALLOW(close),
        ALLOW(openat),
        ALLOW(fstat),
        ALLOW(newfstatat),
        ALLOW(statx),
        ALLOW(lseek),
        ALLOW(fcntl),
        ALLOW(dup),
        ALLOW(readlinkat),
        ALLOW(faccessat),
        ALLOW(faccessat2),
        ALLOW(getdents64),
        ALLOW(getcwd),
        ALLOW(mmap),
        ALLOW(munmap),
        ALLOW(mremap),
        ALLOW(mprotect),
        ALLOW(madvise),
        ALLOW(brk),
        ALLOW(memfd_create), /* for the vDSO */
        ALLOW(futex),
#ifdef SYS_poll
        ALLOW(poll),
#endif
        ALLOW(ppoll),
        ALLOW(sched_yield),
        ALLOW(clock_gettime),
        ALLOW(getrandom),
        ALLOW(getpid),
        ALLOW(gettid),
        ALLOW(rt_sigaction),
        ALLOW(rt_sigprocmask),
        ALLOW(rt_sigreturn),
        ALLOW(sigaltstack),
        ALLOW(sysinfo), /* qsort(3) asks how much memory there is */
        ALLOW(exit),
        ALLOW(exit_group),
#ifdef __x86_64__
        ALLOW(open),
        ALLOW(stat),
        ALLOW(lstat),
        ALLOW(access),
        ALLOW(readlink),
#endif
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    };
    const struct sock_fprog program = {
        .len = sizeof filter / sizeof filter[0],
        .filter = filter,
    };

    (void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
#else
static void restrict_calls(void)
{
}
#endif

int jail_enter(const struct jail *jail, int first_closed_fd)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)prctl(PR_SET_DUMPABLE, 0);
    if (close_range((unsigned)first_closed_fd, ~0u, 0) != 0) {
        return -errno;
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return -errno;
    }
    int error = set_limits(jail);
    if (error != 0) {
        return error;
    }
    if (!jail->network) {
        confine_to_reading();
        restrict_calls();
    }
    return 0;
}
