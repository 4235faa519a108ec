/* One frame of two mebibytes between the fault and main. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,large,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void large(void)
{
    volatile char room[2 << 20];
    room[0] = 1;
    outer();
    room[1] = room[0];
}

int main(void)
{
    large();
}
