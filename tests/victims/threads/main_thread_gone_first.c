/* The main thread has left with pthread_exit: /proc/self/maps is empty from then on. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,body,*
// build: -pthread
#include <pthread.h>

#include "victim.h"

static pthread_t g_main;

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void *body(void *unused)
{
    pthread_join(g_main, NULL);
    usleep(20000); /* until it is a zombie */
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    g_main = pthread_self();
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    pthread_exit(NULL);
}
