/* A tracer child of the program watches every system call after the fault: none may open, map a
 * file, create a process or write to a descriptor. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: needs=x86_64 witness=no
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

static const char *forbidden(unsigned long long number)
{
    switch (number) {
    case SYS_open:
    case SYS_openat:
    case SYS_creat:
    case SYS_socket:
    case SYS_connect:
        return "opens\n";
    case SYS_write:
    case SYS_writev:
    case SYS_pwrite64:
    case SYS_sendto:
    case SYS_ioctl:
    case SYS_close:
        return "uses a descriptor\n";
    case SYS_fork:
    case SYS_vfork:
    case SYS_clone:
    case SYS_clone3:
    case SYS_execve:
        return "makes a process\n";
    case SYS_futex:
    case SYS_brk:
    case SYS_mmap:
    case SYS_mremap:
        return "waits or allocates\n";
    default:
        return NULL;
    }
}

static int watch(pid_t child)
{
    int status = 0;
    int dying = 0;
    REQUIRE(waitpid(child, &status, 0) == child && WIFSTOPPED(status));
    REQUIRE(ptrace(PTRACE_SETOPTIONS, child, NULL, (void *)PTRACE_O_TRACESYSGOOD) == 0);
    long deliver = 0;
    for (;;) {
        REQUIRE(ptrace(PTRACE_SYSCALL, child, NULL, (void *)deliver) == 0);
        REQUIRE(waitpid(child, &status, 0) == child);
        if (!WIFSTOPPED(status)) {
            return status;
        }
        deliver = 0;
        if (WSTOPSIG(status) != (SIGTRAP | 0x80)) {
            deliver = WSTOPSIG(status);
            dying |= deliver == SIGSEGV;
            continue;
        }
        struct user_regs_struct registers;
        REQUIRE(ptrace(PTRACE_GETREGS, child, NULL, &registers) == 0);
        const char *complaint = dying ? forbidden(registers.orig_rax) : NULL;
        if (complaint != NULL) {
            say(complaint);
        }
    }
}

int main(void)
{
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        outer();
    }
    say_status("child", watch(child));
    return 0;
}
