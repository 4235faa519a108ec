#include "jail.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define JAIL_AUDIT_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define JAIL_AUDIT_ARCH AUDIT_ARCH_AARCH64
#endif

/* Newer than the headers of Debian 12. */
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif

static int limit(__rlimit_resource_t resource, rlim_t value)
{
    struct rlimit wanted = {.rlim_cur = value, .rlim_max = value};
    struct rlimit now;

    if (getrlimit(resource, &now) == 0 && now.rlim_max < value) {
        wanted.rlim_cur = wanted.rlim_max = now.rlim_max;
    }
    return setrlimit(resource, &wanted) == 0 ? 0 : -errno;
}

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
    int error = limit(RLIMIT_CORE, 0);

    if (error == 0 && !UNLIMITED_ADDRESSES) {
        error = limit(RLIMIT_AS, jail->address_bytes);
    }
    if (error == 0 && !UNLIMITED_ADDRESSES) {
        error = limit(RLIMIT_DATA, jail->data_bytes);
    }
    if (error == 0) {
        error = limit(RLIMIT_CPU, jail->cpu_seconds);
    }
    if (error == 0) {
        error = limit(RLIMIT_NOFILE, jail->files);
    }
    return error;
}

/* A read-only view of the files: reading stays as it was, all that changes a file is denied. */
static void restrict_files(void)
{
    struct landlock_ruleset_attr rules = {
        .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                             LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                             LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                             LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                             LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                             LANDLOCK_ACCESS_FS_MAKE_SYM,
    };

    long version =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version >= 3) {
        rules.handled_access_fs |= LANDLOCK_ACCESS_FS_TRUNCATE;
    }
    int fd = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    if (fd >= 0) {
        (void)syscall(SYS_landlock_restrict_self, fd, 0);
        close(fd);
    }
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
        restrict_files();
        restrict_calls();
    }
    return 0;
}
