/* A child of a parent whose pthread_once routine was under way on another thread. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// build: -pthread
#include <pthread.h>
#include <semaphore.h>

#include "victim.h"

static pthread_once_t g_once = PTHREAD_ONCE_INIT;
static sem_t g_running;

static void inner(void)
{
    exit(*nowhere);
}

static void routine(void)
{
    sem_post(&g_running);
    for (;;) {
        pause();
    }
}

static void *body(void *unused)
{
    pthread_once(&g_once, routine);
    return unused;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(sem_init(&g_running, 0, 0) == 0);
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    REQUIRE(sem_wait(&g_running) == 0);
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        outer();
    }
    say_status("child", wait_for(child));
    _exit(0);
}
