/* SIG_IGN cannot ignore a true fault: the kernel resets it and kills. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    REQUIRE(signal(SIGSEGV, SIG_IGN) == SIG_DFL);
    outer();
}
