/* The stack pointer points into code: pushing a signal frame there is impossible. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner
#include "victim.h"

static void inner(void)
{
#if defined(__x86_64__)
    __asm__ volatile("lea outer(%%rip), %%rsp\n\tpush %%rax" : : : "memory");
#elif defined(__aarch64__)
    __asm__ volatile("adr x0, outer\n\tand sp, x0, #-16\n\tstr x0, [sp, #-16]!"
                     :
                     :
                     : "x0", "memory");
#endif
}

int main(void)
{
    outer();
}
