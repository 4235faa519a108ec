/* A breakpoint without a debugger. The instruction does not fault again. */
// expect: signal=SIGTRAP
// record: signal=SIGTRAP stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    __asm__ volatile(BREAKPOINT);
}

int main(void)
{
    outer();
    say("never here\n");
}
