/* The spool lies on a file system where nothing may be executed. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
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
    unsigned long flags = MS_NOEXEC | MS_NOSUID | MS_NODEV;
    if (argc > 1) {
        outer();
    }
    REQUIRE_OR_SKIP(unshare(CLONE_NEWNS) == 0);
    REQUIRE_OR_SKIP(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0);
    REQUIRE(mount(spool, spool, NULL, MS_BIND, NULL) == 0);
    REQUIRE(mount(NULL, spool, NULL, MS_BIND | MS_REMOUNT | flags, NULL) == 0);
    execl("/proc/self/exe", argv[0], "again", NULL);
    return 1;
}
