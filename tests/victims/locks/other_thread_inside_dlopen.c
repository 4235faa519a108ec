/* A crash while another thread is inside dlopen and stays there. */
// expect: signal=SIGSEGV
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
    outer();
}
