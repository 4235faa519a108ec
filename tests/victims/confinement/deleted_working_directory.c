/* The working directory is gone. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <sys/stat.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        outer();
    }
    REQUIRE(mkdir("gone", 0700) == 0 && chdir("gone") == 0 && rmdir("../gone") == 0);
    execl("/proc/self/exe", argv[0], "again", NULL);
    return 1;
}
