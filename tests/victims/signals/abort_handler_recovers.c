/* A handler that leaves abort by a jump. */
// expect: exit=0
#include <setjmp.h>

#include "victim.h"

static sigjmp_buf g_recovery;

static void on_abort(int signal_number)
{
    siglongjmp(g_recovery, signal_number);
}

static void inner(void)
{
    abort();
}

int main(void)
{
    REQUIRE(signal(SIGABRT, on_abort) == SIG_DFL);
    if (sigsetjmp(g_recovery, 1) == 0) {
        outer();
    }
    say("recovered\n");
}
