/* The spool lies on a file system that has become read-only: no record, and no harm. */
// expect: signal=SIGSEGV
// options: needs=root
#include <sched.h>
#include <sys/mount.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(int argc, char **argv)
{
    const char *spool = getenv("EPITAPH_SPOOL");
    if (argc > 1) {
        outer();
    }
    REQUIRE_OR_SKIP(unshare(CLONE_NEWNS) == 0);
    REQUIRE_OR_SKIP(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0);
    REQUIRE(mount(spool, spool, NULL, MS_BIND, NULL) == 0);
    REQUIRE(mount(NULL, spool, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL) == 0);
    execl("/proc/self/exe", argv[0], "again", NULL);
    return 1;
}
