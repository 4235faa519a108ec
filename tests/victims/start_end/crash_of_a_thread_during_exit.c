/* A thread crashes while the main thread is inside exit. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,body,*
// build: -pthread
#include <pthread.h>
#include <semaphore.h>

#include "victim.h"

static sem_t g_exiting;

static void inner(void)
{
    exit(*nowhere);
}

static void at_end(void)
{
    sem_post(&g_exiting);
    pause();
}

VICTIM_FRAME static void *body(void *unused)
{
    sem_wait(&g_exiting);
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(sem_init(&g_exiting, 0, 0) == 0 && atexit(at_end) == 0);
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    exit(0);
}
