/* Eight threads, two kinds of fault, at once: whichever wins, one record. */
// expect: signal=SIGSEGV
// record: stack=inner,middle,outer,body,*
// options: witness=no
// build: -pthread
#include <pthread.h>

#include "victim.h"

static pthread_barrier_t g_ready;

static volatile int g_arrived;
static volatile int *volatile g_wild = (volatile int *)0x123456789000;

/* Both kill with SIGSEGV; addresses and codes differ. */
static void inner(void)
{
    if (__atomic_fetch_add(&g_arrived, 1, __ATOMIC_SEQ_CST) % 2 == 0) {
        *g_wild = 1;
    } else {
        *nowhere = 1;
    }
}

VICTIM_FRAME static void *body(void *unused)
{
    pthread_barrier_wait(&g_ready);
    outer();
    return unused;
}

int main(void)
{
    pthread_t threads[8];
    REQUIRE(pthread_barrier_init(&g_ready, NULL, 8) == 0);
    for (int i = 0; i < 8; i++) {
        REQUIRE(pthread_create(&threads[i], NULL, body, NULL) == 0);
    }
    pthread_join(threads[0], NULL);
    pause();
}
