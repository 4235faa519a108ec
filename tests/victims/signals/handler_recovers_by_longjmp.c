/* Language runtimes turn faults into exceptions. */
// expect: exit=0
#include <setjmp.h>

#include "victim.h"

static sigjmp_buf g_recovery;

static void on_fault(int signal_number)
{
    siglongjmp(g_recovery, signal_number);
}

static void inner(void)
{
    *nowhere = 1;
}

int main(void)
{
    REQUIRE(signal(SIGSEGV, on_fault) == SIG_DFL);
    for (int i = 0; i < 1000; i++) {
        if (sigsetjmp(g_recovery, 1) == 0) {
            outer();
        }
    }
    say("recovered a thousand times\n");
}
