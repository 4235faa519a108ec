/* Recursion without end on the main thread: the stack is the first thing that is gone. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV frames_total=10000 stack=*,inner,inner,inner,*,inner,middle,outer,main mapping=none freed=none reason=stack_overflow
// options: pc=any
#include "victim.h"

static volatile int g_depth;

static void inner(void)
{
    volatile char room[64];
    room[0] = (char)g_depth++;
    if (g_depth > 0) {
        inner();
    }
    room[1] = room[0];
}

int main(void)
{
    outer();
}
