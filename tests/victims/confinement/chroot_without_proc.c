/* An empty root directory: no /proc, no file, no name can be looked up. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: needs=root
#include <sys/stat.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    REQUIRE(mkdir("root", 0700) == 0 && chroot("root") == 0 && chdir("/") == 0);
    outer();
}
