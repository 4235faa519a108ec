/* The application's own handler must not run for a signal that the application blocks. */
// expect: exit=0
#include "victim.h"

static void on_signal(int signal_number)
{
    (void)signal_number;
    say("handler\n");
}

static void inner(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGSEGV);
    REQUIRE(signal(SIGSEGV, on_signal) == SIG_DFL);
    REQUIRE(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    REQUIRE(raise(SIGSEGV) == 0);
    say("blocked\n");
    REQUIRE(sigprocmask(SIG_UNBLOCK, &set, NULL) == 0);
    say("unblocked\n");
}

int main(void)
{
    outer();
}
