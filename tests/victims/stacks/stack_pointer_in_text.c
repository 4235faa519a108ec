/* The stack pointer points into code: pushing a signal frame there is impossible. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner
// options: needs=x86_64
#include "victim.h"

static void inner(void)
{
    __asm__ volatile("lea outer(%%rip), %%rsp\n\tpush %%rax" : : : "memory");
}

int main(void)
{
    outer();
}
