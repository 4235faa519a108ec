/* A thousand alarms a second while it crashes. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <sys/time.h>

#include "victim.h"

static volatile int g_alarms;

static void on_alarm(int signal_number)
{
    (void)signal_number;
    g_alarms++;
}

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    struct itimerval often = {.it_interval = {.tv_usec = 100}, .it_value = {.tv_usec = 100}};
    REQUIRE(signal(SIGALRM, on_alarm) == SIG_DFL);
    REQUIRE(setitimer(ITIMER_REAL, &often, NULL) == 0);
    while (g_alarms < 100) {
    }
    outer();
}
