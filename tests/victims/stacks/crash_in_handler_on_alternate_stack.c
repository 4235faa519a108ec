/* The application's handler runs on the application's alternate stack and crashes there: the
 * stack leads through the signal frame back to where the signal struck. */
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
    static char area[64 << 10];
    stack_t stack = {.ss_sp = area, .ss_size = sizeof(area)};
    struct sigaction action = {.sa_handler = on_usr1, .sa_flags = SA_ONSTACK};
    REQUIRE(sigaltstack(&stack, NULL) == 0);
    REQUIRE(sigaction(SIGUSR1, &action, NULL) == 0);
    interrupted();
}
