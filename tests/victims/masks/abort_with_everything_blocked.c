/* abort(3) unblocks SIGABRT before it raises it. */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    abort();
}

int main(void)
{
    sigset_t all;
    sigfillset(&all);
    REQUIRE(sigprocmask(SIG_SETMASK, &all, NULL) == 0);
    outer();
}
