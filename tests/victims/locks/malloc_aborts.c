/* malloc finds the heap damaged and aborts, with the arena locked. */
// expect: signal=SIGABRT
// record: signal=SIGABRT message=corrupted_top_size stack=*,abort,*,inner,middle,outer,main
// build: -pthread
#include <pthread.h>

#include "victim.h"

static void *sleeper(void *unused)
{
    pause();
    return unused;
}

static void inner(void)
{
    volatile char *block = malloc(40);
    for (int i = 40; i < 64; i++) {
        block[i] = (char)0xff; /* the size of the chunk behind: all that is left of the heap */
    }
    void *volatile more = malloc(2000);
    free(more);
}

int main(void)
{
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, sleeper, NULL) == 0);
    outer();
}
