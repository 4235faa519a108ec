/* A return into nowhere: the canonical overrun. What called whom is gone, main is not. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x123456789000 stack=*,outer,main
// options: needs=x86_64
#include "victim.h"

static void inner(void)
{
    void *volatile *frame = __builtin_frame_address(0);
    frame[1] = (void *)0x123456789000;
}

int main(void)
{
    outer();
}
