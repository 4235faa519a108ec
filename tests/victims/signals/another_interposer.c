/* Another preloaded library puts itself before sigaction as well, on either side of ours. */
// expect: exit=0
// record: count=2 signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: witness=no
// helper: interposes_sigaction
#include <limits.h>

#include "victim.h"

static void inner(void)
{
    struct sigaction now;
    REQUIRE(sigaction(SIGSEGV, NULL, &now) == 0);
    say(now.sa_handler == SIG_DFL ? "default\n" : "not default\n");
    exit(*nowhere);
}

int main(int argc, char **argv)
{
    char directory[PATH_MAX];
    char preload[3 * PATH_MAX];
    if (argc > 1) {
        outer();
    }
    ssize_t length = readlink("/proc/self/exe", directory, sizeof(directory) - 1);
    REQUIRE(length > 0);
    directory[length] = '\0';
    *strrchr(directory, '/') = '\0';
    const char *ours = getenv("LD_PRELOAD") == NULL ? "" : strdup(getenv("LD_PRELOAD"));
    for (int first = 0; first < 2; first++) {
        snprintf(preload, sizeof(preload), "%s:%s/libinterposes_sigaction.so:%s",
                 first ? ours : "", directory, first ? "" : ours);
        REQUIRE(setenv("LD_PRELOAD", preload, 1) == 0);
        pid_t child = fork();
        if (child == 0) {
            execl("/proc/self/exe", argv[0], "again", NULL);
            _exit(97);
        }
        say_status("child", wait_for(child));
    }
    return 0;
}
