/* Sixty-four threads run out of stack at once. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,inner,inner,*,inner,middle,outer,body,*
// options: witness=no
// build: -pthread
#include <pthread.h>

#include "victim.h"

static pthread_barrier_t g_ready;

static void inner(void)
{
    volatile char room[64];
    room[0] = 1;
    if (room[0] == 1) {
        inner();
    }
    room[1] = room[0];
}

VICTIM_FRAME static void *body(void *unused)
{
    pthread_barrier_wait(&g_ready);
    outer();
    return unused;
}

int main(void)
{
    pthread_t threads[64];
    pthread_attr_t attributes;
    REQUIRE(pthread_attr_init(&attributes) == 0);
    REQUIRE(pthread_attr_setstacksize(&attributes, 128 << 10) == 0);
    REQUIRE(pthread_barrier_init(&g_ready, NULL, 64) == 0);
    for (int i = 0; i < 64; i++) {
        REQUIRE(pthread_create(&threads[i], &attributes, body, NULL) == 0);
    }
    pthread_join(threads[0], NULL);
    pause();
}
