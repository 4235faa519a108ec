/* signal(3) after sigaction(2) with a mask and a stack: nothing of the older action remains,
 * and it can be put back. */
// expect: exit=0
#include "victim.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

static char g_area[64 << 10];

static void on_signal(int signal_number)
{
    char line[96];
    sigset_t now;
    REQUIRE(sigprocmask(SIG_BLOCK, NULL, &now) == 0);
    snprintf(line, sizeof(line), "handler of %d: mask %lx\n", signal_number, now.__val[0]);
    say(line);
}

static void tell(const char *when, int signal_number)
{
    char line[128];
    struct sigaction now;
    REQUIRE(sigaction(signal_number, NULL, &now) == 0);
    snprintf(line, sizeof(line), "%s: %s flags %x mask %lx\n", when,
             now.sa_handler == on_signal ? "mine"
             : now.sa_handler == SIG_IGN ? "ignore"
             : now.sa_handler == SIG_DFL ? "default"
                                         : "somebody's",
             (unsigned)now.sa_flags, now.sa_mask.__val[0]);
    say(line);
}

static void inner(void)
{
    static const int signals[] = {SIGUSR1, SIGSEGV, SIGABRT};
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        int number = signals[i];
        struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_ONSTACK};
        sigfillset(&action.sa_mask);
        REQUIRE(sigaction(number, &action, NULL) == 0);
        tell("set", number);
        raise(number);
        void (*old)(int) = signal(number, SIG_IGN);
        say(old == on_signal ? "mine\n" : "somebody's\n");
        tell("ignored", number);
        say(signal(number, old) == SIG_IGN ? "ignored\n" : "not ignored\n");
        tell("set again", number);
        raise(number);
        REQUIRE(sigaction(number, &action, NULL) == 0);
        old = sigset(number, SIG_DFL);
        say(old == on_signal ? "mine\n" : "somebody's\n");
        tell("default", number);
    }
}

int main(void)
{
    stack_t stack = {.ss_sp = g_area, .ss_size = sizeof(g_area)};
    outer();
    REQUIRE(sigaltstack(&stack, NULL) == 0);
    outer();
}
