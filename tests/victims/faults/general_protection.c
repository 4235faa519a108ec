/* A software interrupt that user code may not raise. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main
// options: needs=x86_64
#include "victim.h"

static void inner(void)
{
    __asm__ volatile("int $0x21");
}

int main(void)
{
    outer();
}
