/* Whoever disables the alternate stack and then overflows the stack is killed outright by a
 * kernel that looks at nothing else. The library can hand its own stack back instead. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV frames_total=10000 stack=*,inner,inner,inner,*,inner,middle,outer,main
// options: pc=any
#include "victim.h"

static volatile int g_depth;

static void inner(void)
{
    volatile char room[64];
    room[0] = (char)g_depth++;
    if (g_depth > 0) {
        inner();
    }
    room[1] = room[0];
}

int main(void)
{
    static char area[16 << 10];
    stack_t stack = {.ss_sp = area, .ss_size = sizeof(area)};
    stack_t off = {.ss_flags = SS_DISABLE};
    REQUIRE(sigaltstack(&stack, NULL) == 0);
    REQUIRE(sigaltstack(&off, NULL) == 0);
    outer();
}
