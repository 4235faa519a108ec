/* pthread_kill of a thread that is waiting somewhere. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,middle,outer,body,*
// build: -pthread
#include <pthread.h>
#include <semaphore.h>

#include "victim.h"

static sem_t g_ready;

static void inner(void)
{
    sem_post(&g_ready);
    for (;;) {
        pause();
    }
}

VICTIM_FRAME static void *body(void *unused)
{
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(sem_init(&g_ready, 0, 0) == 0);
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    REQUIRE(sem_wait(&g_ready) == 0);
    usleep(20000); /* let it reach pause */
    REQUIRE(pthread_kill(thread, SIGSEGV) == 0);
    pthread_join(thread, NULL);
}
