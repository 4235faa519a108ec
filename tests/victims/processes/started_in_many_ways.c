/* Whatever execve() was given, the record names the executable: a link to it, a link on the
 * way, a script, a descriptor, a path with detours, a relative one, and the path itself. Where
 * nobody may be asked when it dies, the shell's PWD tells what a relative one is relative to.
 */
// expect: exit=0
// record: signal=SIGSEGV exe=started_in_many_ways count=9 slots=9 stack=inner,middle,outer,main
#include <fcntl.h>
#include <limits.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

static const char *const ways[] = {"itself", "link",     "directory", "script",  "descriptor",
                                   "detour", "relative", "stale",     "confined"};

static void start(const char *way, const char *self)
{
    char here[PATH_MAX];
    char path[2 * PATH_MAX];
    char self_directory[PATH_MAX];
    char *arguments[] = {(char *)"x", (char *)"die", NULL};
    REQUIRE(getcwd(here, sizeof(here)) != NULL && setenv("EPITAPH_APP", way, 1) == 0);
    snprintf(path, sizeof(path), "%s/%s", here, way);
    snprintf(self_directory, sizeof(self_directory), "%s", self);
    char *name = strrchr(self_directory, '/');
    *name++ = '\0';
    if (strcmp(way, "itself") == 0) {
        snprintf(path, sizeof(path), "%s", self);
    } else if (strcmp(way, "link") == 0) {
        REQUIRE(symlink(self, path) == 0);
    } else if (strcmp(way, "directory") == 0) {
        REQUIRE(symlink(self_directory, path) == 0);
        strcat(strcat(path, "/"), name);
    } else if (strcmp(way, "script") == 0) {
        int script = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
        REQUIRE(script >= 0 && dprintf(script, "#!%s\n", self) > 0 && close(script) == 0);
    } else if (strcmp(way, "detour") == 0) {
        snprintf(path, sizeof(path), "%s/.//%s", self_directory, name);
    } else if (strcmp(way, "descriptor") != 0) {
        REQUIRE(chdir(self_directory) == 0);
        REQUIRE(setenv("PWD", strcmp(way, "stale") == 0 ? here : self_directory, 1) == 0);
        arguments[1] = (char *)(uintptr_t)way;
        snprintf(path, sizeof(path), "./%s", name);
    } else {
        fexecve(open(self, O_RDONLY | O_CLOEXEC), arguments, environ);
        return;
    }
    execv(path, arguments);
}

int main(int argc, char **argv)
{
    char self[PATH_MAX] = "";
    if (argc > 1) {
        if (strcmp(argv[1], "confined") == 0) {
            REQUIRE(prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) == 0);
        }
        outer();
    }
    REQUIRE(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0);
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        pid_t child = fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            start(ways[i], self);
            REQUIRE(child != 0); /* exec came back */
        }
        say_status(ways[i], wait_for(child));
    }
    return 0;
}
