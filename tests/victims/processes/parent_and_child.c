/* The child crashes, and then the parent: two records, though they share one mapping. */
// expect: signal=SIGSEGV
// record: signal=SIGFPE stack=child_dies,main
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: needs=x86_64
#include "victim.h"

static volatile int g_numerator = 100;
static volatile int g_zero;

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void child_dies(void)
{
    exit(g_numerator / g_zero);
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
