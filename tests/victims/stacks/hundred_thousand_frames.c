/* A deep stack that is sound: the outermost frames must be on record too. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 frames_total=100000 stack=descend,descend,*,descend,inner,middle,outer,main
#include "victim.h"

VICTIM_FRAME static int descend(int left)
{
    if (left == 0) {
        return *nowhere;
    }
    int result = descend(left - 1);
    VICTIM_STAY();
    return result + 1;
}

static void inner(void)
{
    exit(descend(100000));
}

int main(void)
{
    outer();
}
