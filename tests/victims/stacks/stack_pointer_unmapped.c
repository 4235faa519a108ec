/* The stack pointer points nowhere when the fault comes: no frame but the first can be had. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner
#include "victim.h"

static void inner(void)
{
#if defined(__x86_64__)
    __asm__ volatile("movabs $0x123456789000, %%rsp\n\tmovl 0, %%eax" : : : "eax", "memory");
#elif defined(__aarch64__)
    __asm__ volatile("mov sp, %0\n\tldr w0, [%1]"
                     :
                     : "r"(0x123456789000), "r"(0L)
                     : "x0", "memory");
#endif
}

int main(void)
{
    outer();
}
