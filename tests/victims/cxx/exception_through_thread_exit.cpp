/* pthread_exit unwinds C++ frames by an exception that nobody may swallow. */
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
    try {
        pthread_exit(nullptr);
    } catch (...) {
        say("passing by\n");
        throw;
    }
}

static void *body(void *unused)
{
    outer();
    return unused;
}

int main()
{
    pthread_t thread;
    REQUIRE(pthread_create(&thread, nullptr, body, nullptr) == 0);
    REQUIRE(pthread_join(thread, nullptr) == 0);
}
