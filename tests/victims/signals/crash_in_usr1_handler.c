/* A crash inside the application's handler of an ordinary signal. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,on_usr1,*,interrupted,main
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

VICTIM_FRAME static void interrupted(void)
{
    raise(SIGUSR1);
    VICTIM_STAY();
}

int main(void)
{
    REQUIRE(signal(SIGUSR1, on_usr1) == SIG_DFL);
    interrupted();
}
