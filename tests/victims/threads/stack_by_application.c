/* A thread on a stack that the application has provided. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,body,*
// build: -pthread
#include <pthread.h>

#include "victim.h"

static _Alignas(4096) char g_stack[256 << 10];

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
    REQUIRE(pthread_attr_setstack(&attributes, g_stack, sizeof(g_stack)) == 0);
    REQUIRE(pthread_create(&thread, &attributes, body, NULL) == 0);
    pthread_join(thread, NULL);
}
