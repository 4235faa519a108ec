/* A file that grows past RLIMIT_FSIZE. */
// expect: signal=SIGXFSZ
// record: signal=SIGXFSZ stack=*,inner,middle,outer,main
#include <fcntl.h>
#include <sys/resource.h>

#include "victim.h"

static void inner(void)
{
    int file = open("large", O_WRONLY | O_CREAT, 0600);
    REQUIRE(ftruncate(file, 200) == 0);
    say("never here\n");
}

int main(void)
{
    struct rlimit small = {100, 100};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &small) == 0);
    outer();
}
