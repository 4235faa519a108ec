/* Dies while string instructions run backwards. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: needs=x86_64
#include "victim.h"

static void inner(void)
{
    __asm__ volatile("std\n\tmovl (%0), %%eax\n\tcld" : : "r"(nowhere) : "eax", "memory");
}

int main(void)
{
    outer();
}
