/* A thread of PTHREAD_STACK_MIN starts, and has as much room as without the library. */
// expect: exit=0
// build: -pthread
#include <limits.h>
#include <pthread.h>

#include "victim.h"

static void inner(void)
{
    volatile char room[4 << 10];
    room[0] = 1;
    room[sizeof(room) - 1] = room[0];
    usleep(1);
}

static void *body(void *unused)
{
    outer();
    return unused;
}

int main(void)
{
    for (int i = 0; i < 50; i++) {
        pthread_t thread;
        pthread_attr_t attributes;
        REQUIRE(pthread_attr_init(&attributes) == 0);
        REQUIRE(pthread_attr_setstacksize(&attributes, (size_t)PTHREAD_STACK_MIN) == 0);
        REQUIRE(pthread_create(&thread, &attributes, body, NULL) == 0);
        REQUIRE(pthread_join(thread, NULL) == 0);
    }
    say("fifty small threads\n");
}
