/* A filter that lets no file, socket or process be made. */
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

#define REFUSE(call)                                                                           \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1),                                     \
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

int main(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        REFUSE(openat),
        REFUSE(socket),
        REFUSE(clone),
        REFUSE(clone3),
        REFUSE(execve),
        REFUSE(write),
        REFUSE(writev),
        REFUSE(pipe2),
        REFUSE(fstat),
        REFUSE(newfstatat),
#ifdef SYS_open /* newer architectures lack the older calls */
        REFUSE(open),
        REFUSE(creat),
        REFUSE(fork),
        REFUSE(vfork),
        REFUSE(pipe),
        REFUSE(stat),
#endif
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof(filter) / sizeof(filter[0]), .filter = filter};
    REQUIRE(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    REQUIRE(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
    outer();
}
