#include "seclude.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "confine.h"

#if defined(__x86_64__)
#define SECLUDE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define SECLUDE_ARCH AUDIT_ARCH_AARCH64
#endif

/* Events are small; the symbolizer, its child, brings limits of its own. */
#define MEMORY_MAX (UINT64_C(4) << 30)
#define CPU_SECONDS_MAX 120

#ifdef SECLUDE_ARCH
#define DENY(name)                                                                             \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1),                                     \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

static void deny_calls(void)
{
    static struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SECLUDE_ARCH, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef __x86_64__
        /* The x32 numbers are another door to the same calls. */
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
#endif
        DENY(socket),
        DENY(connect),
        DENY(bind),
        DENY(execve),
        DENY(execveat),
        DENY(ptrace),
        DENY(process_vm_readv),
        DENY(process_vm_writev),
        DENY(io_uring_setup),
        DENY(bpf),
        DENY(userfaultfd),
        DENY(unshare),
        DENY(setns),
        DENY(mount),
        DENY(keyctl),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {
        .len = sizeof filter / sizeof filter[0],
        .filter = filter,
    };

    (void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
#else
static void deny_calls(void)
{
}
#endif

int seclude(void)
{
    int error = confine_limit(RLIMIT_CPU, CPU_SECONDS_MAX);

#ifndef __SANITIZE_ADDRESS__
    error = error != 0 ? error : confine_limit(RLIMIT_AS, MEMORY_MAX);
#endif
    if (error == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        error = -errno;
    }
    if (error == 0) {
        confine_to_reading();
        deny_calls();
    }
    return error;
}
