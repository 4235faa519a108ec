/* The processor ignores the top byte of a pointer; the kernel tells the address without it. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x123456789000 stack=inner,middle,outer,main
// options: needs=aarch64
#include "victim.h"

static volatile int *volatile g_tagged = (volatile int *)0x5a00123456789000;

static void inner(void)
{
    exit(*g_tagged);
}

int main(void)
{
    outer();
}
