/* A child of a parent whose streams were locked by another thread. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// build: -pthread
#include <pthread.h>
#include <semaphore.h>

#include "victim.h"

static sem_t g_locked;

static void inner(void)
{
    exit(*nowhere);
}

static void *lock(void *unused)
{
    flockfile(stdout);
    flockfile(stderr);
    sem_post(&g_locked);
    pause();
    return unused;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(sem_init(&g_locked, 0, 0) == 0);
    REQUIRE(pthread_create(&thread, NULL, lock, NULL) == 0);
    REQUIRE(sem_wait(&g_locked) == 0);
    pid_t child = _Fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        outer();
    }
    say_status("child", wait_for(child));
    _exit(0);
}
