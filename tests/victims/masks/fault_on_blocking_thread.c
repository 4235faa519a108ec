/* Workers block everything so that signals go to the main thread. */
// expect: signal=SIGFPE
// record: signal=SIGFPE stack=inner,middle,outer,body,*
// options: needs=x86_64
// build: -pthread
#include <pthread.h>

#include "victim.h"

static volatile int g_numerator = 100;
static volatile int g_zero;

static void inner(void)
{
    exit(g_numerator / g_zero);
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
