/* An instruction that only the kernel may execute; libc's abort ends in it. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main
// options: needs=x86_64
#include "victim.h"

static void inner(void)
{
    __asm__ volatile("hlt");
}

int main(void)
{
    outer();
}
