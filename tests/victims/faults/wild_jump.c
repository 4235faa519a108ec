/* A call to where nothing is mapped. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x123456789000 stack=*,inner,middle,outer,main
#include "victim.h"

static void (*volatile g_wild)(void) = (void (*)(void))0x123456789000;

static void inner(void)
{
    g_wild();
    VICTIM_STAY();
}

int main(void)
{
    outer();
}
