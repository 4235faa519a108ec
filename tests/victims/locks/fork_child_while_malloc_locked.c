/* A child of a parent whose arena was locked by a thread that the child does not have. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// build: -pthread
#include <pthread.h>
#include <semaphore.h>

#include "victim.h"

static sem_t g_stuck;

static void inner(void)
{
    exit(*nowhere);
}

static void stay(int signal_number)
{
    (void)signal_number;
    sem_post(&g_stuck);
    for (;;) {
        pause();
    }
}

static void *damage(void *unused)
{
    void *volatile blocks[16];
    for (int i = 0; i < 16; i++) {
        blocks[i] = malloc(40);
    }
    for (int i = 0; i < 16; i++) {
        free(blocks[i]);
    }
    void *volatile *link = blocks[15];
    *link = (void *)(0x123456789000 ^ ((size_t)link >> 12));
    for (int i = 0; i < 16; i++) {
        blocks[i] = malloc(40);
    }
    return unused;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(sem_init(&g_stuck, 0, 0) == 0);
    REQUIRE(signal(SIGSEGV, stay) == SIG_DFL);
    REQUIRE(pthread_create(&thread, NULL, damage, NULL) == 0);
    REQUIRE(sem_wait(&g_stuck) == 0);
    REQUIRE(signal(SIGSEGV, SIG_DFL) == stay);
    pid_t child = _Fork(); /* fork would wait for the arena */
    REQUIRE(child >= 0);
    if (child == 0) {
        outer();
    }
    say_status("child", wait_for(child));
    _exit(0);
}
