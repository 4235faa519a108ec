/* A vfork child borrows its parent's memory and stack, and crashes there before exec. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    pid_t child = vfork();
    REQUIRE(child >= 0);
    if (child == 0) {
        outer();
    }
    say_status("child", wait_for(child));
    struct sigaction now;
    REQUIRE(sigaction(SIGSEGV, NULL, &now) == 0);
    say(now.sa_handler == SIG_DFL ? "default\n" : "not default\n");
    return 0;
}
