/* kill(2) of the process by itself. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    kill(getpid(), SIGSEGV);
    say("never here\n");
}

int main(void)
{
    outer();
}
