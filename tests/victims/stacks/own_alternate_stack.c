/* The application's own alternate stack, without a handler to go with it. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    static char area[64 << 10];
    stack_t stack = {.ss_sp = area, .ss_size = sizeof(area)};
    REQUIRE(sigaltstack(&stack, NULL) == 0);
    outer();
}
