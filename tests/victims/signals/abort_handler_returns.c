/* When the handler of SIGABRT returns, abort puts the default back and raises again. */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,inner,middle,outer,main
#include "victim.h"

static void on_abort(int signal_number)
{
    (void)signal_number;
    say("not so fast\n");
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
