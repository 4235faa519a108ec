/* PR_SET_NO_NEW_PRIVS. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <sys/prctl.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    REQUIRE(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
    outer();
}
