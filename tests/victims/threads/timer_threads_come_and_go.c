/* Timers that call functions: their values, their masks, more of them than one would think,
 * made and deleted while they fire. */
// expect: exit=0
// build: -pthread
#include <pthread.h>
#include <semaphore.h>
#include <time.h>

#include "victim.h"

#define TIMERS 300

static sem_t g_called;
static _Atomic long g_sum;
static char g_mask[64];

static void inner(void)
{
    say("never here\n");
}

static void add(union sigval value)
{
    g_sum += value.sival_int;
    REQUIRE(sem_post(&g_called) == 0);
}

static void tell_mask(union sigval value)
{
    sigset_t now;
    REQUIRE(pthread_sigmask(SIG_BLOCK, NULL, &now) == 0);
    snprintf(g_mask, sizeof(g_mask), "%d: %016lx\n", value.sival_int, now.__val[0]);
    REQUIRE(sem_post(&g_called) == 0);
    pthread_exit(NULL);
}

static timer_t start(void (*function)(union sigval), int value)
{
    timer_t timer;
    struct sigevent event = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = function};
    struct itimerspec soon = {.it_value = {.tv_nsec = 1000000}};
    event.sigev_value.sival_int = value;
    REQUIRE(timer_create(CLOCK_MONOTONIC, &event, &timer) == 0);
    REQUIRE(timer_settime(timer, 0, &soon, NULL) == 0);
    return timer;
}

static void wait_for_calls(int count)
{
    for (int i = 0; i < count; i++) {
        REQUIRE(sem_wait(&g_called) == 0);
    }
}

int main(void)
{
    static timer_t timers[TIMERS];
    char line[64];

    REQUIRE(sem_init(&g_called, 0, 0) == 0);
    timer_t masked = start(tell_mask, 7);
    wait_for_calls(1);
    say(g_mask);
    REQUIRE(timer_delete(masked) == 0);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < TIMERS; i++) {
            timers[i] = start(add, i);
        }
        wait_for_calls(TIMERS);
        for (int i = 0; i < TIMERS; i++) {
            REQUIRE(timer_delete(timers[i]) == 0);
        }
    }
    snprintf(line, sizeof(line), "%ld\n", g_sum);
    say(line);
    if (g_sum < 0) {
        outer();
    }
    return 0;
}
