/* Recursion without end on a thread of PTHREAD_STACK_MIN. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,inner,inner,*,inner,middle,outer,body,*
// options: pc=any
// build: -pthread
#include <limits.h>
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
    pthread_attr_t attributes;
    REQUIRE(pthread_attr_init(&attributes) == 0);
    REQUIRE(pthread_attr_setstacksize(&attributes, (size_t)PTHREAD_STACK_MIN) == 0);
    REQUIRE(pthread_create(&thread, &attributes, body, NULL) == 0);
    pthread_join(thread, NULL);
}
