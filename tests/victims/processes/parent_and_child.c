/* The child crashes, and then the parent: two records, though they share one mapping. */
// expect: signal=SIGSEGV
// record: signal=SIGILL stack=child_dies,main
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void child_dies(void)
{
    __asm__ volatile(ILLEGAL_INSTRUCTION);
}

int main(void)
{
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        child_dies();
    }
    say_status("child", wait_for(child));
    outer();
}
