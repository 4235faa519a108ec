/* A program that waits for fatal signals on purpose, with sigwait: all of them blocked. */
// expect: exit=0
// build: -pthread
#include "victim.h"

static void inner(void)
{
    static const int signals[] = {SIGSEGV, SIGBUS,  SIGFPE,  SIGILL, SIGTRAP,
                                  SIGSYS,  SIGABRT, SIGXCPU, SIGUSR1};
    sigset_t set;
    sigfillset(&set);
    REQUIRE(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        int got = 0;
        char line[64];
        sigemptyset(&set);
        sigaddset(&set, signals[i]);
        REQUIRE(kill(getpid(), signals[i]) == 0);
        REQUIRE(sigwait(&set, &got) == 0);
        snprintf(line, sizeof(line), "waited for %d\n", got);
        say(line);
    }
}

int main(void)
{
    outer();
}
