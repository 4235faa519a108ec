/* Workers block everything so that signals go to the main thread. */
// expect: signal=SIGILL
// record: signal=SIGILL stack=inner,middle,outer,body,*
// build: -pthread
#include <pthread.h>

#include "victim.h"

static void inner(void)
{
    __asm__ volatile(ILLEGAL_INSTRUCTION);
}

VICTIM_FRAME static void *body(void *unused)
{
    sigset_t all;
    sigfillset(&all);
    REQUIRE(pthread_sigmask(SIG_BLOCK, &all, NULL) == 0);
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    pthread_join(thread, NULL);
}
