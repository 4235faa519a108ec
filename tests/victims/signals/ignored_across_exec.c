/* SIG_IGN is inherited over exec, and so must find its way past a library that starts anew. */
// expect: exit=0
#include "victim.h"

static void inner(void)
{
    struct sigaction now;
    REQUIRE(sigaction(SIGSEGV, NULL, &now) == 0);
    say(now.sa_handler == SIG_IGN ? "ignored\n" : "not ignored\n");
    REQUIRE(raise(SIGSEGV) == 0);
    REQUIRE(sigaction(SIGBUS, NULL, &now) == 0);
    say(now.sa_handler == SIG_DFL ? "default\n" : "not default\n");
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        outer();
        return 0;
    }
    REQUIRE(signal(SIGSEGV, SIG_IGN) == SIG_DFL);
    execl("/proc/self/exe", argv[0], "again", NULL);
    return 1;
}
