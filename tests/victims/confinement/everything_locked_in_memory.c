/* Everything is locked in memory, and no more may be: every new mapping is refused. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: needs=root
#include <sys/mman.h>
#include <sys/resource.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    struct rlimit none = {0, 0};
    REQUIRE(mlockall(MCL_CURRENT | MCL_FUTURE) == 0);
    REQUIRE(setrlimit(RLIMIT_MEMLOCK, &none) == 0 && setuid(65534) == 0);
    outer();
}
