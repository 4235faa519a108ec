/* What a process can see of itself: no descriptor, thread or child that it has not made. */
// expect: exit=0
#include <dirent.h>
#include <unistd.h>

#include "victim.h"

static void list(const char *path)
{
    char line[512];
    DIR *directory = opendir(path);
    REQUIRE(directory != NULL);
    int own = dirfd(directory);
    int count = 0;
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        count += entry->d_name[0] != '.' && atoi(entry->d_name) != own;
    }
    closedir(directory);
    snprintf(line, sizeof(line), "%s: %d\n", path, count);
    say(line);
}

static void inner(void)
{
    int status = 0;
    char line[64];
    list("/proc/self/fd");
    list("/proc/self/task");
    pid_t any = waitpid(-1, &status, WNOHANG);
    snprintf(line, sizeof(line), "child: %d %d\n", any, errno);
    say(line);
    int next = dup(0);
    snprintf(line, sizeof(line), "next descriptor: %d errno at start: %d\n", next, errno);
    say(line);
    sigset_t pending;
    REQUIRE(sigpending(&pending) == 0);
    say(sigisemptyset(&pending) ? "nothing pending\n" : "something pending\n");
}

int main(void)
{
    outer();
    pid_t child = fork();
    if (child == 0) {
        outer();
        _exit(0);
    }
    wait_for(child);
    return 0;
}
