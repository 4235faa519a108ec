/* A call to an address that the hardware does not have faults at the call itself. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,middle,outer,main
// options: needs=x86_64
#include "victim.h"

static void (*volatile g_wild)(void) = (void (*)(void))0xdead000000000000;

static void inner(void)
{
    g_wild();
    VICTIM_STAY();
}

int main(void)
{
    outer();
}
