/* Unwind tables without frame pointers: how distributions build. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// build: -O2 -fomit-frame-pointer
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
