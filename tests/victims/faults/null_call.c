/* A call through a null function pointer: the stack must start from the return address. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=*,inner,middle,outer,main
#include "victim.h"

static void (*volatile g_callback)(void);

static void inner(void)
{
    g_callback();
    VICTIM_STAY();
}

int main(void)
{
    outer();
}
