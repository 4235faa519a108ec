/* A write into the program's own code. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main reason=write_to_read-only_memory_at
#include "victim.h"

static void inner(void)
{
    volatile char *text = (volatile char *)(void *)&outer;
    *text = 0;
}

int main(void)
{
    outer();
}
