/* ppoll, pselect and epoll_pwait hand masks to the kernel as well. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,on_usr1,*,main
#include <poll.h>

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
    sigset_t set;
    REQUIRE(signal(SIGUSR1, on_usr1) == SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    REQUIRE(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    REQUIRE(raise(SIGUSR1) == 0);
    sigfillset(&set);
    sigdelset(&set, SIGUSR1);
    ppoll(NULL, 0, NULL, &set);
}
