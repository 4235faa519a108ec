/* A child of a parent that was inside dlopen on another thread. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// build: -rdynamic -pthread
// helper: calls_back_in_constructor
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>

#include "victim.h"

static sem_t g_loading;

static void inner(void)
{
    exit(*nowhere);
}

__attribute__((visibility("default"))) void victim_callback(void);
void victim_callback(void)
{
    sem_post(&g_loading);
    for (;;) {
        pause();
    }
}

static void *load(void *unused)
{
    REQUIRE(dlopen("libcalls_back_in_constructor.so", RTLD_NOW) != NULL);
    return unused;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(sem_init(&g_loading, 0, 0) == 0);
    REQUIRE(pthread_create(&thread, NULL, load, NULL) == 0);
    REQUIRE(sem_wait(&g_loading) == 0);
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        outer();
    }
    say_status("child", wait_for(child));
    _exit(0);
}
