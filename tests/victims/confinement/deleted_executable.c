/* The program's file is gone when it crashes: upgraded, or removed. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <fcntl.h>
#include <sys/sendfile.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        REQUIRE(unlink("copy") == 0);
        outer();
    }
    int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    int to = open("copy", O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
    REQUIRE(from >= 0 && to >= 0);
    while (sendfile(to, from, NULL, 1 << 20) > 0) {
    }
    close(to);
    execl("./copy", argv[0], "again", NULL);
    return 1;
}
