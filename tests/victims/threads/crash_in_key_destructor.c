/* A crash in a destructor of thread-specific data, when the thread is on its way out. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,destructor,*
// build: -pthread
#include <pthread.h>

#include "victim.h"

static pthread_key_t g_key;

static void inner(void)
{
    exit(*nowhere);
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
