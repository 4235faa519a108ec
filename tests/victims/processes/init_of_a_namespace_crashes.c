/* PID 1 of a container faults: the kernel kills it like any other. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 pid=1 stack=inner,middle,outer,main
// options: needs=root witness=no
#include <sched.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
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
