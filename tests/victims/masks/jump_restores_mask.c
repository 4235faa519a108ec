/* siglongjmp and swapcontext save and restore masks inside libc, out of the library's sight. */
// expect: exit=0
#include <setjmp.h>
#include <ucontext.h>

#include "victim.h"

static sigjmp_buf g_place;
static volatile int g_jumps;

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
    ucontext_t context;
    sigemptyset(&set);
    sigaddset(&set, SIGSEGV);
    sigaddset(&set, SIGTERM);
    REQUIRE(sigprocmask(SIG_SETMASK, &set, NULL) == 0);
    if (sigsetjmp(g_place, 1) == 0) {
        sigemptyset(&set);
        REQUIRE(sigprocmask(SIG_SETMASK, &set, NULL) == 0);
        tell("before the jump");
        siglongjmp(g_place, 1);
    }
    tell("after the jump");
    REQUIRE(getcontext(&context) == 0);
    if (g_jumps++ == 0) {
        sigemptyset(&set);
        REQUIRE(sigprocmask(SIG_SETMASK, &set, NULL) == 0);
        tell("before the switch");
        REQUIRE(setcontext(&context) == 0);
    }
    tell("after the switch");
}

int main(void)
{
    outer();
}
