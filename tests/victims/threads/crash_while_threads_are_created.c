/* A crash on the main thread while others create threads without pause. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: witness=no
// build: -pthread
#include <pthread.h>

#include "victim.h"

static volatile int g_created;

static void inner(void)
{
    exit(*nowhere);
}

static void *nothing(void *unused)
{
    return unused;
}

static void *create(void *unused)
{
    for (;;) {
        pthread_t thread;
        REQUIRE(pthread_create(&thread, NULL, nothing, NULL) == 0);
        REQUIRE(pthread_join(thread, NULL) == 0);
        __atomic_fetch_add(&g_created, 1, __ATOMIC_SEQ_CST);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        REQUIRE(pthread_create(&threads[i], NULL, create, NULL) == 0);
    }
    while (g_created < 200) {
        usleep(100);
    }
    outer();
}
