/* A read from where nothing is mapped. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x123456789000 stack=inner,middle,outer,main mapping=none freed=none reason=read_of_unmapped_memory_at
#include "victim.h"

static volatile int *volatile g_wild = (volatile int *)0x123456789000;

static void inner(void)
{
    exit(*g_wild);
}

int main(void)
{
    outer();
}
