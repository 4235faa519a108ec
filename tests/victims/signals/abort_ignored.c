/* Who ignores SIGABRT still dies of abort. */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    abort();
}

int main(void)
{
    REQUIRE(signal(SIGABRT, SIG_IGN) == SIG_DFL);
    outer();
}
