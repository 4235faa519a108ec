/* A server's usual precautions together: chroot, another user, no files, no processes, no core.
 */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,inner,middle,outer,main
// options: needs=root
#include <grp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "victim.h"

static void inner(void)
{
    abort();
}

int main(void)
{
    struct rlimit none = {0, 0};
    REQUIRE(mkdir("root", 0755) == 0 && chroot("root") == 0 && chdir("/") == 0);
    REQUIRE(setgroups(0, NULL) == 0 && setgid(65534) == 0 && setuid(65534) == 0);
    REQUIRE(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
            prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0);
    closefrom(0);
    setrlimit(RLIMIT_NOFILE, &none);
    setrlimit(RLIMIT_FSIZE, &none);
    setrlimit(RLIMIT_NPROC, &none);
    setrlimit(RLIMIT_MEMLOCK, &none);
    setrlimit(RLIMIT_SIGPENDING, &none);
    clearenv();
    outer();
}
