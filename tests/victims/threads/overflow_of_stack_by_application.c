/* The application's own stack for a thread, with a guard page of its own, overflows. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,inner,inner,*,inner,middle,outer,body,*
// options: pc=any
// build: -pthread
#include <pthread.h>
#include <sys/mman.h>

#include "victim.h"

static void inner(void)
{
    volatile char room[64];
    room[0] = 1;
    if (room[0] == 1) {
        inner();
    }
    room[1] = room[0];
}

VICTIM_FRAME static void *body(void *unused)
{
    outer();
    return unused;
}

int main(void)
{
    pthread_t thread;
    pthread_attr_t attributes;
    size_t size = 256 << 10;
    char *area = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(area != MAP_FAILED && mprotect(area, 4096, PROT_NONE) == 0);
    REQUIRE(pthread_attr_init(&attributes) == 0);
    REQUIRE(pthread_attr_setstack(&attributes, area + 4096, size - 4096) == 0);
    REQUIRE(pthread_create(&thread, &attributes, body, NULL) == 0);
    pthread_join(thread, NULL);
}
