/* Signed return addresses, to be found by the chain of frame pointers. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: needs=aarch64
// build: -mbranch-protection=pac-ret -fno-asynchronous-unwind-tables -fno-unwind-tables
#include "victim.h"

static void inner(void)
{
    say("about to read\n");
    exit(*nowhere);
}

int main(void)
{
    outer();
}
