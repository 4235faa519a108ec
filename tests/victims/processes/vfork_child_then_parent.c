/* A vfork child crashes, and then its parent: what the child has left in the memory that they
 * share must not keep the parent from its own record. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x10 stack=child_dies,main
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void child_dies(void)
{
    exit(nowhere[4]);
}

int main(void)
{
    pid_t child = vfork();
    REQUIRE(child >= 0);
    if (child == 0) {
        child_dies();
    }
    say_status("child", wait_for(child));
    outer();
}
