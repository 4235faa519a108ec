/* A fatal signal that is sent while it is blocked stays pending, and shows as such. */
// expect: exit=0
#include "victim.h"

static void inner(void)
{
    static const int signals[] = {SIGSEGV, SIGBUS,  SIGFPE,  SIGILL, SIGTRAP,
                                  SIGSYS,  SIGABRT, SIGXCPU, SIGXFSZ};
    sigset_t all;
    sigset_t pending;
    sigfillset(&all);
    REQUIRE(sigprocmask(SIG_SETMASK, &all, NULL) == 0);
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        char line[64];
        REQUIRE((i % 2 == 0 ? kill(getpid(), signals[i]) : raise(signals[i])) == 0);
        REQUIRE(sigpending(&pending) == 0);
        snprintf(line, sizeof(line), "%d pending: %d\n", signals[i],
                 sigismember(&pending, signals[i]));
        say(line);
    }
}

int main(void)
{
    outer();
    _exit(0);
}
