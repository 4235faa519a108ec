/* sigqueue(3) with a value, which must arrive unchanged in the core. */
// expect: signal=SIGBUS
// record: signal=SIGBUS stack=*,inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    sigqueue(getpid(), SIGBUS, (union sigval){.sival_int = 4711});
    say("never here\n");
}

int main(void)
{
    outer();
}
