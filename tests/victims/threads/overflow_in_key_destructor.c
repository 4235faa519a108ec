/* A stack overflow in such a destructor, after the thread's own function has returned. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,inner,inner,*,inner,middle,outer,destructor,*
// options: pc=any
// build: -pthread
#include <pthread.h>

#include "victim.h"

static pthread_key_t g_key;

static void inner(void)
{
    volatile char room[64];
    room[0] = 1;
    if (room[0] == 1) {
        inner();
    }
    room[1] = room[0];
}

VICTIM_FRAME static void destructor(void *value)
{
    (void)value;
    outer();
}

static void *body(void *unused)
{
    REQUIRE(pthread_setspecific(g_key, &g_key) == 0);
    return unused;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(pthread_key_create(&g_key, destructor) == 0);
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    pthread_join(thread, NULL);
}
