/* The most common death: a read through a null pointer. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main mapping=none freed=none
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
