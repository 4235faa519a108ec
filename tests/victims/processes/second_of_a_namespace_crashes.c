/* Another process of a container: its pid there is not the one that the host sees. */
// expect: exit=0
// record: signal=SIGABRT pid=2 stack=*,abort,inner,middle,outer,main
// options: needs=root witness=no
#include <sched.h>

#include "victim.h"

static void inner(void)
{
    abort();
}

int main(void)
{
    REQUIRE_OR_SKIP(unshare(CLONE_NEWPID) == 0);
    pid_t init = fork();
    REQUIRE(init >= 0);
    if (init == 0) {
        pid_t child = fork();
        if (child == 0) {
            outer();
        }
        say_status("child", wait_for(child));
        _exit(0);
    }
    say_status("init", wait_for(init));
    return 0;
}
