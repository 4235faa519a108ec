/* Coroutines with masks of their own: each switch saves one and restores another. */
// expect: exit=0
#include <ucontext.h>

#include "victim.h"

static char g_stack[64 << 10];
static ucontext_t g_main;
static ucontext_t g_coroutine;

static void set(int signal_number)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal_number);
    REQUIRE(sigprocmask(SIG_SETMASK, &set, NULL) == 0);
}

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
    tell("coroutine");
    set(SIGFPE);
    REQUIRE(swapcontext(&g_coroutine, &g_main) == 0);
    tell("coroutine again");
    set(SIGBUS);
    REQUIRE(swapcontext(&g_coroutine, &g_main) == 0);
}

static void coroutine(void)
{
    outer();
}

int main(void)
{
    REQUIRE(getcontext(&g_coroutine) == 0);
    g_coroutine.uc_stack.ss_sp = g_stack;
    g_coroutine.uc_stack.ss_size = sizeof(g_stack);
    g_coroutine.uc_link = &g_main;
    makecontext(&g_coroutine, coroutine, 0);
    set(SIGSEGV);
    REQUIRE(swapcontext(&g_main, &g_coroutine) == 0);
    tell("main");
    set(SIGILL);
    REQUIRE(swapcontext(&g_main, &g_coroutine) == 0);
    tell("main again");
    return 0;
}
