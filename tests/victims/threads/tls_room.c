/* A thread of the smallest size in a program with thread-local variables of its own. */
// expect: exit=0
// build: -pthread
#include <limits.h>
#include <pthread.h>

#include "victim.h"

static _Thread_local volatile char g_local[2048];

static void *body(void *unused)
{
    g_local[0] = 1;
    return unused;
}

static void inner(void)
{
    pthread_t thread;
    pthread_attr_t attributes;
    REQUIRE(pthread_attr_init(&attributes) == 0);
    REQUIRE(pthread_attr_setstacksize(&attributes, (size_t)PTHREAD_STACK_MIN) == 0);
    REQUIRE(pthread_create(&thread, &attributes, body, NULL) == 0);
    REQUIRE(pthread_join(thread, NULL) == 0);
}

int main(void)
{
    outer();
    say("created\n");
}
