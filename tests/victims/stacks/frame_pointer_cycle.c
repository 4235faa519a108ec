/* Without unwind tables, a chain of frame pointers that leads back to itself must end. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,*
// build: -fno-asynchronous-unwind-tables -fno-unwind-tables
#include "victim.h"

static void inner(void)
{
    void *volatile *frame = __builtin_frame_address(0);
    *frame = (void *)frame;
    *nowhere = 1;
}

int main(void)
{
    outer();
}
