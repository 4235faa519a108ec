/* A thread of C11's own kind. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,inner,inner,*,inner,middle,outer,body,*
// options: pc=any
// build: -pthread
#include <threads.h>

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

VICTIM_FRAME static int body(void *unused)
{
    (void)unused;
    outer();
    return 0;
}

int main(void)
{
    thrd_t thread;
    REQUIRE(thrd_create(&thread, body, NULL) == thrd_success);
    thrd_join(thread, NULL);
}
