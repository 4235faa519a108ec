/* A daemon: two forks, a session of its own, every descriptor closed. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child > 0) {
        return WEXITSTATUS(wait_for(child));
    }
    REQUIRE(setsid() > 0);
    child = fork();
    REQUIRE(child >= 0);
    if (child > 0) {
        _exit(0);
    }
    REQUIRE(chdir("/") == 0);
    closefrom(0);
    outer();
}
