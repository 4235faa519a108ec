/* Strict mode: read, write, exit and the return from a handler; all else is SIGKILL. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <linux/seccomp.h>
#include <sys/prctl.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    REQUIRE(prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) == 0);
    outer();
}
