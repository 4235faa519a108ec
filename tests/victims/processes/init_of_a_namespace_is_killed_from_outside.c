/* From outside, a fatal signal for PID 1 of a container is ignored as well, SIGKILL is not. */
// expect: exit=0
// options: needs=root witness=no
#include <sched.h>

#include "victim.h"

static int g_ready[2];

static void inner(void)
{
    REQUIRE(write(g_ready[1], "", 1) == 1);
    for (;;) {
        pause();
    }
}

int main(void)
{
    char byte = 0;
    REQUIRE(pipe(g_ready) == 0);
    REQUIRE_OR_SKIP(unshare(CLONE_NEWPID) == 0);
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        outer();
    }
    REQUIRE(read(g_ready[0], &byte, 1) == 1);
    REQUIRE(kill(child, SIGSEGV) == 0);
    usleep(50000);
    int status = 0;
    say(waitpid(child, &status, WNOHANG) == 0 ? "still there\n" : "gone\n");
    kill(child, SIGKILL);
    say_status("init", wait_for(child));
    return 0;
}
