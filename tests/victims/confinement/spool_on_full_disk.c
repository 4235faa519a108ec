/* No room for a spool: none is made, nothing is left lying about, and the program runs. */
// expect: exit=0
// options: needs=root
#include <dirent.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

static int entries(const char *path)
{
    int count = 0;
    DIR *directory = opendir(path);
    REQUIRE(directory != NULL);
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        count += entry->d_name[0] != '.';
    }
    closedir(directory);
    return count;
}

int main(int argc, char **argv)
{
    char path[4096];
    char line[64];
    if (argc > 1) {
        outer();
    }
    REQUIRE_OR_SKIP(unshare(CLONE_NEWNS) == 0);
    REQUIRE_OR_SKIP(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0);
    REQUIRE(mkdir("full", 0700) == 0 && getcwd(path, sizeof(path) - 8) != NULL);
    strcat(path, "/full");
    REQUIRE(mount("none", path, "tmpfs", 0, "size=64k") == 0);
    REQUIRE(setenv("EPITAPH_SPOOL", path, 1) == 0);
    pid_t child = fork();
    if (child == 0) {
        execl("/proc/self/exe", argv[0], "again", NULL);
        _exit(97);
    }
    say_status("child", wait_for(child));
    snprintf(line, sizeof(line), "%d files\n", entries(path));
    say(line);
    return 0;
}
