/* What compilers put where control must not come. */
// expect: signal=SIGILL
// record: signal=SIGILL stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    __asm__ volatile(ILLEGAL_INSTRUCTION);
}

int main(void)
{
    outer();
}
