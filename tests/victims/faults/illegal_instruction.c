/* What compilers put where control must not come. */
// expect: signal=SIGILL
// record: signal=SIGILL stack=inner,middle,outer,main
// options: needs=x86_64
#include "victim.h"

static void inner(void)
{
    __asm__ volatile("ud2");
}

int main(void)
{
    outer();
}
