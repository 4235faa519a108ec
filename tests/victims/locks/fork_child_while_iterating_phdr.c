/* A child of a parent that was inside dl_iterate_phdr on another thread. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// build: -pthread
#include <link.h>
#include <pthread.h>
#include <semaphore.h>

#include "victim.h"

static sem_t g_iterating;

static void inner(void)
{
    exit(*nowhere);
}

static int callback(struct dl_phdr_info *info, size_t size, void *unused)
{
    (void)info;
    (void)size;
    (void)unused;
    sem_post(&g_iterating);
    pause();
    return 0;
}

static void *iterate(void *unused)
{
    dl_iterate_phdr(callback, NULL);
    return unused;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(sem_init(&g_iterating, 0, 0) == 0);
    REQUIRE(pthread_create(&thread, NULL, iterate, NULL) == 0);
    REQUIRE(sem_wait(&g_iterating) == 0);
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        outer();
    }
    say_status("child", wait_for(child));
    _exit(0);
}
