/* Strict mode, and nothing happens. */
// expect: exit=0
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "victim.h"

static void inner(void)
{
    say("in strict mode\n");
}

int main(void)
{
    REQUIRE(prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) == 0);
    outer();
    syscall(SYS_exit, 0);
}
