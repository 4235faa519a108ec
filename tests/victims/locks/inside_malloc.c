/* A damaged heap makes malloc itself fault, with the arena locked. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,middle,outer,main
// build: -pthread
#include <pthread.h>

#include "victim.h"

static void *volatile g_blocks[16];

/* With one thread malloc takes no lock. */
static void *sleeper(void *unused)
{
    pause();
    return unused;
}

static void inner(void)
{
    for (int i = 0; i < 16; i++) {
        g_blocks[i] = malloc(40);
    }
    for (int i = 0; i < 16; i++) {
        free(g_blocks[i]); /* seven into the thread's cache, the rest into a fast bin */
    }
    /* The link of the last one freed, with its mangling: malloc will follow it. */
    void *volatile *link = g_blocks[15];
    *link = (void *)(0x123456789000 ^ ((size_t)link >> 12));
    for (int i = 0; i < 16; i++) {
        g_blocks[i] = malloc(40);
    }
}

int main(void)
{
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, sleeper, NULL) == 0);
    outer();
}
