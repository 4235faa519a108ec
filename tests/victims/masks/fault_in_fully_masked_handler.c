/* A handler of an ordinary signal whose sa_mask blocks everything, and which faults. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,on_usr1,*,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void on_usr1(int signal_number)
{
    (void)signal_number;
    outer();
}

int main(void)
{
    struct sigaction action = {.sa_handler = on_usr1};
    sigfillset(&action.sa_mask);
    REQUIRE(sigaction(SIGUSR1, &action, NULL) == 0);
    raise(SIGUSR1);
}
