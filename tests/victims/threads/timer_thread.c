/* A thread that libc makes by itself, with everything blocked, to run a timer's function. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,on_time,*
// build: -pthread
#include <time.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void on_time(union sigval value)
{
    (void)value;
    outer();
}

int main(void)
{
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = on_time};
    struct itimerspec soon = {.it_value = {.tv_nsec = 1000000}};
    REQUIRE(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
    REQUIRE(timer_settime(timer, 0, &soon, NULL) == 0);
    for (;;) {
        pause();
    }
}
