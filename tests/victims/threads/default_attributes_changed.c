/* The application has changed the attributes that threads have by default. */
// expect: exit=0
// build: -pthread
#include <pthread.h>

#include "victim.h"

static void inner(void)
{
    pthread_attr_t attributes;
    void *low = NULL;
    size_t size = 0;
    size_t guard = 0;
    char line[96];
    REQUIRE(pthread_getattr_np(pthread_self(), &attributes) == 0);
    REQUIRE(pthread_attr_getstack(&attributes, &low, &size) == 0);
    REQUIRE(pthread_attr_getguardsize(&attributes, &guard) == 0);
    snprintf(line, sizeof(line), "size %zu guard %zu\n", size, guard);
    say(line);
}

static void *body(void *unused)
{
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    pthread_attr_t attributes;
    REQUIRE(pthread_attr_init(&attributes) == 0);
    REQUIRE(pthread_attr_setstacksize(&attributes, 256 << 10) == 0);
    REQUIRE(pthread_attr_setguardsize(&attributes, 64 << 10) == 0);
    REQUIRE(pthread_setattr_default_np(&attributes) == 0);
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    REQUIRE(pthread_join(thread, NULL) == 0);
}
