/* A sent signal that the application ignores. */
// expect: exit=0
#include "victim.h"

static void inner(void)
{
    static const int signals[] = {SIGSEGV, SIGBUS,  SIGFPE,  SIGILL, SIGTRAP,
                                  SIGSYS,  SIGABRT, SIGXCPU, SIGXFSZ};
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        REQUIRE(signal(signals[i], SIG_IGN) == SIG_DFL);
        REQUIRE(raise(signals[i]) == 0);
        REQUIRE(kill(getpid(), signals[i]) == 0);
        struct sigaction now;
        REQUIRE(sigaction(signals[i], NULL, &now) == 0);
        say(now.sa_handler == SIG_IGN ? "ignored\n" : "not ignored\n");
    }
}

int main(void)
{
    outer();
}
