/* Not dumpable: /proc/self belongs to root and nobody may look at the memory. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: needs=root
#include <sys/prctl.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    REQUIRE(setuid(65534) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0);
    outer();
}
