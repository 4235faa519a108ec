/* Go's runtime speaks to the kernel itself: the library neither sees nor disturbs it. */
// expect: exit=0
// options: needs=x86_64
#include <sys/syscall.h>

#include "victim.h"

struct kernel_action {
    void (*handler)(int);
    unsigned long flags;
    void (*restorer)(void);
    unsigned long mask;
};

void victim_restorer(void);
__asm__(".pushsection .text\n.globl victim_restorer\nvictim_restorer:\n\tmov $15, "
        "%eax\n\tsyscall\n.popsection");

static void on_fault(int signal_number)
{
    (void)signal_number;
    say("the application's handler\n");
    _exit(0);
}

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    struct kernel_action action = {on_fault, 0x04000000 /* SA_RESTORER */, victim_restorer, 0};
    REQUIRE(syscall(SYS_rt_sigaction, SIGSEGV, &action, NULL, 8) == 0);
    outer();
}
