/* Go's runtime speaks to the kernel itself: the library neither sees nor disturbs it. */
// expect: exit=0
#include <sys/syscall.h>

#include "victim.h"

struct kernel_action {
    void (*handler)(int);
    unsigned long flags;
    void (*restorer)(void);
    unsigned long mask;
};

#if defined(__x86_64__)
#define RESTORER_FLAG 0x04000000 /* SA_RESTORER */
void victim_restorer(void);
__asm__(".pushsection .text\n.globl victim_restorer\nvictim_restorer:\n\tmov $15, "
        "%eax\n\tsyscall\n.popsection");
#else
#define RESTORER_FLAG 0 /* the kernel brings its own */
#define victim_restorer NULL
#endif

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
    struct kernel_action action = {on_fault, RESTORER_FLAG, victim_restorer, 0};
    REQUIRE(syscall(SYS_rt_sigaction, SIGSEGV, &action, NULL, 8) == 0);
    outer();
}
