/* The mask is inherited over exec: the new program starts with SIGSEGV blocked. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    sigset_t now;
    REQUIRE(sigprocmask(SIG_SETMASK, NULL, &now) == 0);
    say(sigismember(&now, SIGSEGV) == 1 ? "blocked\n" : "not blocked\n");
    exit(*nowhere);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        outer();
    }
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGSEGV);
    REQUIRE(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    execl("/proc/self/exe", argv[0], "again", NULL);
    return 1;
}
