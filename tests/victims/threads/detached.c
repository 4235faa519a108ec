/* A detached thread. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,body,*
// build: -pthread
#include <pthread.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void *body(void *unused)
{
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    pthread_attr_t attributes;
    REQUIRE(pthread_attr_init(&attributes) == 0);
    REQUIRE(pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED) == 0);
    REQUIRE(pthread_create(&thread, &attributes, body, NULL) == 0);
    pause();
}
