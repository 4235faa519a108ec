/* A timer of the application whose signal is SIGSEGV. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,middle,outer,main
// options: witness=no
#include <time.h>

#include "victim.h"

static void inner(void)
{
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGSEGV};
    struct itimerspec soon = {.it_value = {.tv_nsec = 10000000}};
    REQUIRE(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
    REQUIRE(timer_settime(timer, 0, &soon, NULL) == 0);
    for (;;) {
        pause();
    }
}

int main(void)
{
    outer();
}
