/* A thread with the application's alternate stack, which it never takes down. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,inner,inner,*,inner,middle,outer,body,*
// options: pc=any
// build: -pthread
#include <pthread.h>

#include "victim.h"

static int g_overflow;

static void inner(void)
{
    volatile char room[64];
    room[0] = 1;
    if (room[0] == 1) {
        inner();
    }
    room[1] = room[0];
}

VICTIM_FRAME static void *body(void *how)
{
    static char area[64 << 10];
    stack_t stack = {.ss_sp = area, .ss_size = sizeof(area)};
    stack_t now;
    REQUIRE(sigaltstack(&stack, NULL) == 0);
    REQUIRE(sigaltstack(NULL, &now) == 0);
    say(now.ss_sp == area ? "mine\n" : "somebody's\n");
    if (how != NULL) {
        outer();
    }
    return NULL;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    REQUIRE(pthread_join(thread, NULL) == 0);
    REQUIRE(pthread_create(&thread, NULL, body, &g_overflow) == 0);
    pthread_join(thread, NULL);
}
