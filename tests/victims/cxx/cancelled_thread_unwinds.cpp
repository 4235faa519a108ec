/* Cancellation unwinds a thread's C++ frames, and runs their destructors. */
// expect: exit=0
// build: -pthread
#include <pthread.h>

#include "victim.h"

struct guard {
    ~guard()
    {
        say("destroyed\n");
    }
};

static void inner(void)
{
    guard object;
    for (;;) {
        pause();
    }
}

static void *body(void *unused)
{
    outer();
    return unused;
}

int main()
{
    for (int i = 0; i < 3; i++) {
        pthread_t thread;
        void *result = nullptr;
        REQUIRE(pthread_create(&thread, nullptr, body, nullptr) == 0);
        usleep(10000);
        REQUIRE(pthread_cancel(thread) == 0 && pthread_join(thread, &result) == 0);
        say(result == PTHREAD_CANCELED ? "cancelled\n" : "returned\n");
    }
}
