/* A register that only the kernel may read. */
// expect: signal=SIGILL
// record: signal=SIGILL stack=inner,middle,outer,main
// options: needs=aarch64
#include "victim.h"

static void inner(void)
{
    __asm__ volatile("mrs x0, sctlr_el1" : : : "x0");
}

int main(void)
{
    outer();
}
