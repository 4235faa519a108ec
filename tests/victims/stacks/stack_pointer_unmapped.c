/* The stack pointer points nowhere when the fault comes: no frame but the first can be had. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner
// options: needs=x86_64
#include "victim.h"

static void inner(void)
{
    __asm__ volatile("movabs $0x123456789000, %%rsp\n\tmovl 0, %%eax" : : : "eax", "memory");
}

int main(void)
{
    outer();
}
