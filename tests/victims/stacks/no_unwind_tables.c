/* Code without unwind tables but with frame pointers, as hand-written or stripped code is. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// build: -fno-asynchronous-unwind-tables -fno-unwind-tables
#include "victim.h"

static void inner(void)
{
    volatile char room[200];
    room[0] = 1;
    *nowhere = room[0];
}

int main(void)
{
    outer();
}
