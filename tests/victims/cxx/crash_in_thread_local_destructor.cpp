/* A crash in the destructor of a thread-local object, when its thread is on its way out. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,*
// build: -pthread
#include <pthread.h>

#include "victim.h"

static void inner(void)
{
    *nowhere = 1;
}

struct local {
    int used = 0;
    ~local()
    {
        outer();
    }
};

static thread_local local t_object;

static void *body(void *unused)
{
    t_object.used = 1;
    return unused;
}

int main()
{
    pthread_t thread;
    REQUIRE(pthread_create(&thread, nullptr, body, nullptr) == 0);
    pthread_join(thread, nullptr);
}
