/* Single-stepping without a debugger. */
// expect: signal=SIGTRAP
// record: signal=SIGTRAP stack=inner,middle,outer,main
// options: needs=x86_64
#include "victim.h"

static void inner(void)
{
    __asm__ volatile("pushf\n\torl $0x100, (%%rsp)\n\tpopf\n\tnop\n\tnop" : : : "cc", "memory");
}

int main(void)
{
    outer();
    say("never here\n");
}
