/* The older calls, and what each says was there before. */
// expect: exit=0
#define _XOPEN_SOURCE 700
#include "victim.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

typedef void (*handler_function)(int);
extern handler_function bsd_signal(int signal_number, handler_function handler);

static void on_signal(int signal_number)
{
    (void)signal_number;
}

static void tell(const char *call, handler_function was)
{
    char line[96];
    snprintf(line, sizeof(line), "%s: %s\n", call,
             was == SIG_DFL     ? "default"
             : was == SIG_IGN   ? "ignore"
             : was == SIG_ERR   ? "error"
             : was == SIG_HOLD  ? "hold"
             : was == on_signal ? "mine"
                                : "somebody's");
    say(line);
}

static void tell_flags(int signal_number)
{
    char line[96];
    struct sigaction now;
    REQUIRE(sigaction(signal_number, NULL, &now) == 0);
    snprintf(line, sizeof(line), "flags %x mask %lx\n", (unsigned)now.sa_flags,
             now.sa_mask.__val[0]);
    say(line);
}

static void inner(void)
{
    static const int signals[] = {SIGSEGV, SIGABRT, SIGUSR1, 0, 99};
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        int number = signals[i];
        tell("signal", signal(number, on_signal));
        tell("signal", signal(number, SIG_IGN));
        tell("bsd_signal", bsd_signal(number, on_signal));
        tell("bsd_signal", bsd_signal(number, SIG_DFL));
        tell("ssignal", ssignal(number, on_signal));
        tell("sysv_signal", sysv_signal(number, on_signal));
        tell("sigset", sigset(number, SIG_HOLD));
        tell("sigset", sigset(number, SIG_DFL));
        tell("sigset", sigset(number, on_signal));
        say(sigignore(number) == 0 ? "sigignore\n" : "sigignore refused\n");
        tell("signal", signal(number, SIG_DFL));
        tell("signal", signal(number, SIG_DFL));
        if (number > 0 && number < 65) {
            tell_flags(number);
            sysv_signal(number, on_signal);
            tell_flags(number);
            siginterrupt(number, 1);
            signal(number, on_signal);
            tell_flags(number);
            signal(number, SIG_DFL);
            tell_flags(number);
        }
    }
}

int main(void)
{
    outer();
}
