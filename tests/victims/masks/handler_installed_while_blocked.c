/* Blocked first, then a handler: a signal that is sent must wait, and a fault must kill. */
// expect: signal=SIGSEGV
#include "victim.h"

static void on_signal(int signal_number)
{
    (void)signal_number;
    say("handler\n");
}

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGSEGV);
    sigaddset(&set, SIGBUS);
    REQUIRE(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    REQUIRE(signal(SIGSEGV, on_signal) == SIG_DFL && signal(SIGBUS, on_signal) == SIG_DFL);
    REQUIRE(sigprocmask(SIG_BLOCK, NULL, &set) == 0);
    say(sigismember(&set, SIGBUS) == 1 ? "blocked\n" : "not blocked\n");
    REQUIRE(raise(SIGBUS) == 0);
    say("waiting\n");
    sigemptyset(&set);
    sigaddset(&set, SIGBUS);
    REQUIRE(sigprocmask(SIG_UNBLOCK, &set, NULL) == 0);
    outer();
}
