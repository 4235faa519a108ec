/* A frame so large that its first use lands far below the stack's end. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main
// options: pc=any
#include "victim.h"

static void inner(void)
{
    volatile char room[24 << 20];
    room[0] = 1;
    room[1] = room[0];
}

int main(void)
{
    outer();
}
