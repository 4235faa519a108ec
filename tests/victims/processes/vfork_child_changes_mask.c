/* A vfork child blocks and unblocks signals before exec: its parent's mask is its own. */
// expect: exit=0
#include "victim.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

static void tell(const char *where)
{
    char line[96];
    sigset_t now;
    REQUIRE(sigprocmask(SIG_BLOCK, NULL, &now) == 0);
    snprintf(line, sizeof(line), "%s: %016lx\n", where, now.__val[0]);
    say(line);
}

static void inner(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGSEGV);
    REQUIRE(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    pid_t child = vfork();
    if (child == 0) {
        sigemptyset(&set);
        sigaddset(&set, SIGBUS);
        sigaddset(&set, SIGTERM);
        sigprocmask(SIG_SETMASK, &set, NULL);
        execl("/bin/true", "true", NULL);
        _exit(97);
    }
    say_status("child", wait_for(child));
    tell("in the parent");
}

int main(void)
{
    outer();
}
