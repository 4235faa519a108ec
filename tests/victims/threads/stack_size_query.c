/* A thread is told the stack that it asked for. */
// expect: exit=0
// build: -pthread
#include <limits.h>
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
    char *here = __builtin_frame_address(0);
    snprintf(line, sizeof(line), "size %zu guard %zu inside %d\n", size, guard,
             here > (char *)low && here < (char *)low + size);
    say(line);
}

static void *body(void *unused)
{
    outer();
    return unused;
}

int main(void)
{
    size_t least = (size_t)PTHREAD_STACK_MIN;
    size_t sizes[] = {least, least + (48 << 10), least + (84 << 10), 1 << 20, 8 << 20};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        pthread_t thread;
        pthread_attr_t attributes;
        size_t after = 0;
        REQUIRE(pthread_attr_init(&attributes) == 0);
        REQUIRE(pthread_attr_setstacksize(&attributes, sizes[i]) == 0);
        REQUIRE(pthread_create(&thread, &attributes, body, NULL) == 0);
        REQUIRE(pthread_join(thread, NULL) == 0);
        REQUIRE(pthread_attr_getstacksize(&attributes, &after) == 0 && after == sizes[i]);
    }
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, body, NULL) == 0);
    REQUIRE(pthread_join(thread, NULL) == 0);
}
