/* A handler that puts back what was there before it, as a well-behaved library does. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,middle,outer,main
#include "victim.h"

static struct sigaction g_previous;

VICTIM_FRAME static void on_fault(int signal_number, siginfo_t *info, void *context)
{
    (void)context;
    (void)info;
    if (g_previous.sa_handler == SIG_DFL) {
        say("nobody before me\n");
        sigaction(signal_number, &g_previous, NULL);
    } else if ((g_previous.sa_flags & SA_SIGINFO) != 0) {
        say("somebody before me\n");
        g_previous.sa_sigaction(signal_number, info, context);
    }
}

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
    REQUIRE(sigaction(SIGSEGV, &action, &g_previous) == 0);
    outer();
}
