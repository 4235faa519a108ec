/* A vfork child and another thread of its parent crash at once, in one memory. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x10 stack=child_dies,*
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,body,*
// options: witness=no
// build: -pthread
#include <pthread.h>

#include "victim.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

static volatile int g_ready;

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void child_dies(void)
{
    exit(nowhere[4]);
}

VICTIM_FRAME static void *body(void *unused)
{
    while (g_ready == 0) {
    }
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    pid_t child = vfork();
    REQUIRE(child >= 0);
    if (child == 0) {
        g_ready = 1;
        child_dies();
    }
    pthread_join(thread, NULL);
}
