/* A crash in a handler that runs because the thread was cancelled. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,cleanup,*
// build: -pthread
#include <pthread.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void cleanup(void *unused)
{
    (void)unused;
    outer();
}

static void *body(void *unused)
{
    pthread_cleanup_push(cleanup, NULL);
    for (;;) {
        pause();
    }
    pthread_cleanup_pop(0);
    return unused;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    usleep(10000);
    REQUIRE(pthread_cancel(thread) == 0);
    pthread_join(thread, NULL);
}
