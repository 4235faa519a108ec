/* A leaf function sets up no frame: the chain of frame pointers starts at its caller's caller.
 */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// build: -fno-asynchronous-unwind-tables -fno-unwind-tables
#include "victim.h"

static void inner(void)
{
    *nowhere = 1;
}

int main(void)
{
    outer();
}
