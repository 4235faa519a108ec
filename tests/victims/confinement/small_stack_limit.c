/* The main thread's stack is limited to 128 KiB, and overflows. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,inner,inner,*,inner,middle,outer,main
// options: pc=any
#include <sys/resource.h>

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

int main(int argc, char **argv)
{
    struct rlimit small = {128 << 10, 128 << 10};
    if (argc > 1) {
        outer();
    }
    REQUIRE(setrlimit(RLIMIT_STACK, &small) == 0);
    execl("/proc/self/exe", argv[0], "again", NULL);
    return 1;
}
