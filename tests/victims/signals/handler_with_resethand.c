/* The kernel puts the default back when it calls the handler: its own default, not ours. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void on_fault(int signal_number)
{
    struct sigaction now;
    sigaction(signal_number, NULL, &now);
    say(now.sa_handler == SIG_DFL ? "default again\n" : "still mine\n");
}

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    struct sigaction action = {.sa_handler = on_fault, .sa_flags = (int)SA_RESETHAND};
    REQUIRE(sigaction(SIGSEGV, &action, NULL) == 0);
    outer();
}
