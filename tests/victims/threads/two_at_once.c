/* Two threads crash at once: one record, and neither waits for the other for ever. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,body,*
// options: witness=no
// build: -pthread
#include <pthread.h>

#include "victim.h"

static pthread_barrier_t g_ready;

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void *body(void *unused)
{
    pthread_barrier_wait(&g_ready);
    outer();
    return unused;
}

int main(void)
{
    pthread_t threads[2];
    REQUIRE(pthread_barrier_init(&g_ready, NULL, 2) == 0);
    for (int i = 0; i < 2; i++) {
        REQUIRE(pthread_create(&threads[i], NULL, body, NULL) == 0);
    }
    pthread_join(threads[0], NULL);
    pause();
}
