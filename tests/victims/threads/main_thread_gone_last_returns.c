/* The process ends well when its last thread does. */
// expect: exit=0
// build: -pthread
#include <pthread.h>

#include "victim.h"

static void inner(void)
{
    usleep(20000);
    say("last one out\n");
}

VICTIM_FRAME static void *body(void *unused)
{
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    pthread_exit(NULL);
}
