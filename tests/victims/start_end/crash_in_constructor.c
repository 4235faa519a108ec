/* A crash in a constructor of the program, before main. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,constructor,*
#include "victim.h"

static void inner(void)
{
    *nowhere = 1;
}

__attribute__((constructor)) static void constructor(void)
{
    outer();
    VICTIM_STAY();
}

int main(void)
{
    say("never here\n");
}
