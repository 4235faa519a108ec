/* One handler blocks the signal of another for its time: a fault in it kills at once, and does
 * not enter the other. */
// expect: signal=SIGSEGV
#include "victim.h"

static void on_fault(int signal_number)
{
    (void)signal_number;
    say("never here\n");
    _exit(98);
}

static void inner(void)
{
    exit(*nowhere);
}

static void on_usr1(int signal_number)
{
    (void)signal_number;
    say("in the handler\n");
    outer();
}

int main(void)
{
    struct sigaction action = {.sa_handler = on_usr1};
    sigfillset(&action.sa_mask);
    REQUIRE(sigaction(SIGUSR1, &action, NULL) == 0);
    REQUIRE(signal(SIGSEGV, on_fault) == SIG_DFL);
    raise(SIGUSR1);
}
