/* PID 1 of a container sends itself fatal signals: the kernel ignores those. */
// expect: exit=0
// options: needs=root witness=no
#include <sched.h>

#include "victim.h"

static void inner(void)
{
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE,  SIGILL, SIGABRT,
                                  SIGTRAP, SIGSYS, SIGXCPU, SIGXFSZ};
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        REQUIRE(raise(signals[i]) == 0);
        REQUIRE(kill(getpid(), signals[i]) == 0);
    }
    say("still here\n");
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        struct sigaction now;
        REQUIRE(sigaction(signals[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL);
    }
    _exit(7);
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
