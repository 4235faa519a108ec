/* Each return address on the stack bears a signature. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: needs=aarch64
// build: -mbranch-protection=pac-ret+leaf
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    outer();
}
