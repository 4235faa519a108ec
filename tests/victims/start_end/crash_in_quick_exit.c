/* A crash in a handler of quick_exit. */
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
    REQUIRE(at_quick_exit(at_end) == 0);
    quick_exit(3);
}
