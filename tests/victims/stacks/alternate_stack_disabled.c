/* The application switches alternate stacks off and then crashes. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    stack_t stack = {.ss_flags = SS_DISABLE};
    REQUIRE(sigaltstack(&stack, NULL) == 0);
    outer();
}
