/* What programs without the library inherit, by every way of starting one: as /proc tells it.
 */
// expect: exit=0
// options: witness=no
#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>

#include "victim.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

#define GREP "/bin/grep", "grep", "-E", "^Sig(Blk|Ign|Cgt)", "/proc/self/status"

static char *g_arguments[] = {(char *)(size_t) "grep", (char *)(size_t) "-E",
                              (char *)(size_t) "^Sig(Blk|Ign|Cgt)",
                              (char *)(size_t) "/proc/self/status", NULL};
static char *g_empty[] = {NULL};

static void start(int way)
{
    int file = -1;
    switch (way) {
    case 0:
        execve("/bin/grep", g_arguments, g_empty);
        break;
    case 1:
        clearenv();
        execv("/bin/grep", g_arguments);
        break;
    case 2:
        execle(GREP, NULL, g_empty);
        break;
    case 3:
        clearenv();
        execl(GREP, NULL);
        break;
    case 4:
        execvpe("/bin/grep", g_arguments, g_empty);
        break;
    case 5:
        clearenv();
        execlp(GREP, NULL);
        break;
    case 6:
        clearenv();
        execvp("/bin/grep", g_arguments);
        break;
    case 7:
        file = open("/bin/grep", O_RDONLY | O_CLOEXEC);
        fexecve(file, g_arguments, g_empty);
        break;
    case 8:
        execveat(AT_FDCWD, "/bin/grep", g_arguments, g_empty, 0);
        break;
    case 9:
        syscall(SYS_execve, "/bin/grep", g_arguments, g_empty);
        break;
    default:
        break;
    }
    _exit(97);
}

static void by_vfork(void)
{
    pid_t child = vfork();
    if (child == 0) {
        execve("/bin/grep", g_arguments, g_empty);
        _exit(97);
    }
    say_status("vfork", wait_for(child));
}

static void inner(void)
{
    char line[32];
    pid_t child = 0;
    for (int way = 0; way < 10; way++) {
        snprintf(line, sizeof(line), "way %d\n", way);
        say(line);
        child = fork();
        if (child == 0) {
            start(way);
        }
        say_status("exec", wait_for(child));
    }
    by_vfork();
    REQUIRE(posix_spawn(&child, "/bin/grep", NULL, NULL, g_arguments, g_empty) == 0);
    say_status("posix_spawn", wait_for(child));
    REQUIRE(posix_spawnp(&child, "grep", NULL, NULL, g_arguments, g_empty) == 0);
    say_status("posix_spawnp", wait_for(child));
    unsetenv("LD_PRELOAD");
    say_status("system", system("grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status"));
    FILE *pipe = popen("grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status", "r");
    char text[256];
    while (pipe != NULL && fgets(text, sizeof(text), pipe) != NULL) {
        say(text);
    }
    say_status("popen", pclose(pipe));
}

int main(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGBUS);
    sigaddset(&set, SIGSEGV);
    sigaddset(&set, SIGUSR1);
    REQUIRE(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    REQUIRE(signal(SIGSEGV, SIG_IGN) == SIG_DFL && signal(SIGFPE, SIG_IGN) == SIG_DFL);
    REQUIRE(signal(SIGXCPU, SIG_IGN) == SIG_DFL);
    REQUIRE(signal(SIGHUP, SIG_IGN) != SIG_ERR); /* nohup(1) has ignored it before */
    outer();
    struct sigaction now;
    REQUIRE(sigaction(SIGFPE, NULL, &now) == 0 && now.sa_handler == SIG_IGN);
    return 0;
}
