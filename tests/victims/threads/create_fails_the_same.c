/* pthread_create refuses what it refused before, with the same error. */
// expect: exit=0
// build: -pthread
#include <pthread.h>

#include "victim.h"

static void *body(void *unused)
{
    return unused;
}

static void inner(void)
{
    pthread_t thread;
    pthread_attr_t attributes;
    char line[96];
    REQUIRE(pthread_attr_init(&attributes) == 0);
    int small = pthread_attr_setstacksize(&attributes, 100);
    REQUIRE(pthread_attr_setstacksize(&attributes, 1ul << 46) == 0);
    int huge = pthread_create(&thread, &attributes, body, NULL);
    REQUIRE(pthread_attr_setstacksize(&attributes, ~0ul - 4095) == 0);
    int wrapping = pthread_create(&thread, &attributes, body, NULL);
    snprintf(line, sizeof(line), "%d %d %d\n", small, huge, wrapping);
    say(line);
}

int main(void)
{
    outer();
}
