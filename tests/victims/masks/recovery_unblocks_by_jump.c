/* A handler that jumps out and leaves the mask of the handler behind, as old programs do: the
 * next fault finds its signal blocked and kills. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: aim=the kernel blocked the signal for the handler, and kills without asking anybody
#include <setjmp.h>

#include "victim.h"

static jmp_buf g_recovery;

static void on_fault(int signal_number)
{
    (void)signal_number;
    longjmp(g_recovery, 1);
}

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    REQUIRE(signal(SIGSEGV, on_fault) == SIG_DFL);
    if (setjmp(g_recovery) == 0) {
        outer();
    }
    say("recovered once\n");
    outer();
}
