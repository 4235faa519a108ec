/* A thread that may be cancelled anywhere is cancelled while it crashes. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,body,*
// options: witness=no
// build: -pthread
#include <pthread.h>

#include "victim.h"

static volatile int g_waiting;

static void inner(void)
{
    pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, NULL);
    g_waiting = 1;
    while (g_waiting == 1) {
    }
    /* The cancellation is pending: the handler must not act on it. */
    exit(*nowhere);
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
    while (g_waiting == 0) {
    }
    REQUIRE(pthread_cancel(thread) == 0);
    g_waiting = 2;
    pthread_join(thread, NULL);
}
