/* SA_RESETHAND and raise: abort-like handlers of old programs. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,on_fault,*,inner,middle,outer,main
#include "victim.h"

VICTIM_FRAME static void on_fault(int signal_number, siginfo_t *info, void *context)
{
    (void)context;
    say(info->si_code == SEGV_MAPERR && info->si_addr == NULL ? "null\n" : "not null\n");
    raise(signal_number);
}

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    struct sigaction action = {.sa_sigaction = on_fault,
                               .sa_flags = (int)(SA_RESETHAND | SA_NODEFER | SA_SIGINFO)};
    REQUIRE(sigaction(SIGSEGV, &action, NULL) == 0);
    outer();
}
