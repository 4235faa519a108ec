/* RLIMIT_NOFILE=0. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <sys/resource.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    struct rlimit none = {0, 0};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);
    outer();
}
