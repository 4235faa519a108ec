/* Blocked, sent, a handler installed, unblocked: the handler gets it, with its value. */
// expect: exit=0
#include "victim.h"

static void on_signal(int signal_number, siginfo_t *info, void *context)
{
    char line[64];
    (void)context;
    snprintf(line, sizeof(line), "signal %d code %d value %d\n", signal_number, info->si_code,
             info->si_int);
    say(line);
}

static void inner(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGBUS);
    REQUIRE(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    REQUIRE(sigqueue(getpid(), SIGBUS, (union sigval){.sival_int = 31}) == 0);
    struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
    REQUIRE(sigaction(SIGBUS, &action, NULL) == 0);
    say("still here\n");
    REQUIRE(sigprocmask(SIG_UNBLOCK, &set, NULL) == 0);
    say("afterwards\n");
}

int main(void)
{
    outer();
}
