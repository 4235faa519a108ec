/* The pending signal kills when it is unblocked, with the sender's siginfo. */
// expect: signal=SIGSEGV
// options: pc=any
// record: signal=SIGSEGV stack=*,inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGSEGV);
    REQUIRE(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    REQUIRE(sigqueue(getpid(), SIGSEGV, (union sigval){.sival_int = 31}) == 0);
    say("still here\n");
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    say("never here\n");
}

int main(void)
{
    outer();
}
