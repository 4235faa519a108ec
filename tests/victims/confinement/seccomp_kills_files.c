/* A filter that kills whoever opens, connects or forks: SIGSEGV must not become SIGSYS. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

#define KILL(call)                                                                             \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1),                                     \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)

int main(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        KILL(openat),
        KILL(socket),
        KILL(clone),
        KILL(clone3),
        KILL(execve),
        KILL(write),
        KILL(read),
        KILL(pipe2),
        KILL(mmap),
        KILL(munmap),
        KILL(brk),
        KILL(fstat),
#ifdef SYS_open /* newer architectures lack the older calls */
        KILL(open),
        KILL(creat),
        KILL(fork),
        KILL(vfork),
        KILL(pipe),
        KILL(stat),
#endif
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof(filter) / sizeof(filter[0]), .filter = filter};
    REQUIRE(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    REQUIRE(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
    outer();
}
