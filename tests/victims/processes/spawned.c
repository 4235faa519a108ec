/* posix_spawn, which resets every disposition to its default in the child. */
// expect: exit=0
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <spawn.h>

#include "victim.h"

extern char **environ;

static void inner(void)
{
    exit(*nowhere);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        outer();
    }
    pid_t child = 0;
    sigset_t all;
    posix_spawnattr_t attributes;
    char *arguments[] = {argv[0], (char *)(size_t) "die", NULL};
    sigfillset(&all);
    REQUIRE(posix_spawnattr_init(&attributes) == 0);
    REQUIRE(posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF) == 0);
    REQUIRE(posix_spawnattr_setsigdefault(&attributes, &all) == 0);
    REQUIRE(posix_spawn(&child, "/proc/self/exe", NULL, &attributes, arguments, environ) == 0);
    say_status("child", wait_for(child));
    return 0;
}
