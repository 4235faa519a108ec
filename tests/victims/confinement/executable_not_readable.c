/* A program that may be executed but not read, by an ordinary user. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: needs=root witness=no
#include <fcntl.h>
#include <sys/sendfile.h>
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
    int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    int to = open("copy", O_WRONLY | O_CREAT | O_CLOEXEC, 0711);
    REQUIRE(from >= 0 && to >= 0);
    while (sendfile(to, from, NULL, 1 << 20) > 0) {
    }
    REQUIRE(fchmod(to, 0711) == 0);
    close(to);
    /* A spool directory that this user may write to, where the inquest will look. */
    const char *spool = getenv("EPITAPH_SPOOL");
    REQUIRE(spool == NULL || chown(spool, 65534, 65534) == 0);
    REQUIRE(setgid(65534) == 0 && setuid(65534) == 0);
    execl("./copy", argv[0], "again", NULL);
    return 1;
}
