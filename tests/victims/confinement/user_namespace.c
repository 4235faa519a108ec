/* An ordinary user's own user namespace, where the user is root. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: witness=no
#include <sched.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        if (unshare(CLONE_NEWUSER) != 0) {
            say("no user namespaces here\n");
        }
        outer();
    }
    say_status("child", wait_for(child));
    return 0;
}
