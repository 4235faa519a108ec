/* A crash in an atexit handler. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,at_end,*,main
#include "victim.h"

static void inner(void)
{
    *nowhere = 1;
}

VICTIM_FRAME static void at_end(void)
{
    outer();
    VICTIM_STAY();
}

int main(void)
{
    REQUIRE(atexit(at_end) == 0);
    exit(3);
}
