/* An address that the hardware does not have: the kernel cannot tell which it was. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main
// options: needs=x86_64
#include "victim.h"

static volatile int *volatile g_wild = (volatile int *)0xdead000000000000;

static void inner(void)
{
    exit(*g_wild);
}

int main(void)
{
    outer();
}
