/* An exec that fails leaves dispositions and mask as they were, and a crash is still on record.
 */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(int argc, char **argv)
{
    sigset_t set;
    struct sigaction now;
    (void)argc;
    sigemptyset(&set);
    sigaddset(&set, SIGSEGV);
    REQUIRE(signal(SIGFPE, SIG_IGN) == SIG_DFL);
    REQUIRE(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    execv("/no/such/program", argv);
    say(strerror(errno));
    execlp("no such program", "no such program", NULL);
    say(strerror(errno));
    REQUIRE(sigprocmask(SIG_BLOCK, NULL, &set) == 0 && sigismember(&set, SIGSEGV) == 1);
    REQUIRE(sigaction(SIGFPE, NULL, &now) == 0 && now.sa_handler == SIG_IGN);
    REQUIRE(raise(SIGFPE) == 0);
    outer();
}
