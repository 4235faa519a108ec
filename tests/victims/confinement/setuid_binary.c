/* A set-user-ID program that the system preloads the library into: the library must not stir,
 * because its environment comes from somebody with fewer rights. */
// expect: exit=0
// options: needs=root witness=no
#include <fcntl.h>
#include <sched.h>
#include <sys/auxv.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include "victim.h"

static void inner(void)
{
    say(getauxval(AT_SECURE) != 0 ? "secure\n" : "not secure\n");
    exit(*nowhere);
}

/* /etc/ld.so.preload for this process and its children only. */
static void preload_for_all(const char *library)
{
    REQUIRE(mkdir("etc", 0755) == 0);
    int file = open("etc/ld.so.preload", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    REQUIRE(file >= 0 && write(file, library, strlen(library)) > 0);
    close(file);
    REQUIRE(mount("overlay", "/etc", "overlay", MS_RDONLY, "lowerdir=etc:/etc") == 0);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        outer();
    }
    REQUIRE_OR_SKIP(unshare(CLONE_NEWNS) == 0);
    REQUIRE_OR_SKIP(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0);
    int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    int to = open("copy", O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
    REQUIRE(from >= 0 && to >= 0);
    while (sendfile(to, from, NULL, 1 << 20) > 0) {
    }
    REQUIRE(fchmod(to, 04755) == 0);
    close(to);
    if (getenv("LD_PRELOAD") != NULL) {
        preload_for_all(getenv("LD_PRELOAD"));
        unsetenv("LD_PRELOAD");
    }
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        REQUIRE(setgid(65534) == 0 && setuid(65534) == 0);
        execl("./copy", argv[0], "again", NULL);
        _exit(97);
    }
    say_status("child", wait_for(child));
    return 0;
}
