/* A handler of SIGABRT that aborts again, three times, and then gives up. */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,*,inner,middle,outer,main
// options: pc=any
#include "victim.h"

static volatile int g_times;

static void on_abort(int signal_number)
{
    (void)signal_number;
    say("again\n");
    if (g_times++ < 3) {
        abort();
    }
}

static void inner(void)
{
    abort();
}

int main(void)
{
    REQUIRE(signal(SIGABRT, on_abort) == SIG_DFL);
    outer();
}
