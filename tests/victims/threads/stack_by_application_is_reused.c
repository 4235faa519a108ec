/* A stack that the application provides is the application's again once the thread is joined.
 */
// expect: exit=0
// build: -pthread
#include <pthread.h>
#include <sys/mman.h>

#include "victim.h"

static void *body(void *value)
{
    return value;
}

static void inner(void)
{
    for (int i = 0; i < 100; i++) {
        pthread_t thread;
        pthread_attr_t attributes;
        size_t size = 256 << 10;
        char *area =
            mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        REQUIRE(area != MAP_FAILED);
        REQUIRE(pthread_attr_init(&attributes) == 0);
        REQUIRE(pthread_attr_setstack(&attributes, area, size) == 0);
        REQUIRE(pthread_create(&thread, &attributes, body, NULL) == 0);
        REQUIRE(pthread_join(thread, NULL) == 0);
        memset(area, 0, size);
        REQUIRE(munmap(area, size) == 0);
    }
}

int main(void)
{
    outer();
    say("a hundred stacks taken back\n");
}
