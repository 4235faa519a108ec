/* Two functions that call each other until the stack is gone. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV frames_total=10000 stack=*,inner,other,inner,other,*,inner,middle,outer,main
// options: pc=any
#include "victim.h"

static volatile int g_depth;

VICTIM_FRAME static void other(void)
{
    volatile char room[32];
    room[0] = 1;
    inner();
    room[1] = room[0];
}

static void inner(void)
{
    volatile char room[64];
    room[0] = (char)g_depth++;
    if (g_depth > 0) {
        other();
    }
    room[1] = room[0];
}

int main(void)
{
    outer();
}
