/* PID 1 of a container aborts: the signal is ignored, and abort executes hlt in its despair. */
// expect: exit=0
// record: signal=SIGSEGV pid=1 stack=*,abort,inner,middle,outer,main
// options: needs=root,x86_64 witness=no
#include <sched.h>

#include "victim.h"

static void inner(void)
{
    abort();
}

int main(void)
{
    REQUIRE_OR_SKIP(unshare(CLONE_NEWPID) == 0);
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        outer();
    }
    say_status("init", wait_for(child));
    return 0;
}
