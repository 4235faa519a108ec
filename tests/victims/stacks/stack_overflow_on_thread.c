/* Recursion without end on a thread of the usual size. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV frames_total=10000 stack=*,inner,inner,inner,*,inner,middle,outer,body,* mapping=none freed=none reason=stack_overflow
// options: pc=any
// build: -pthread
#include <pthread.h>

#include "victim.h"

static volatile int g_depth;

static void inner(void)
{
    volatile char room[64];
    room[0] = (char)g_depth++;
    if (g_depth > 0) {
        inner();
    }
    room[1] = room[0];
}

VICTIM_FRAME static void *body(void *unused)
{
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    pthread_join(thread, NULL);
}
