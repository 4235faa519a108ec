/* A crash on a coroutine's stack. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,coroutine,*
#include <ucontext.h>

#include "victim.h"

static char g_stack[64 << 10];
static ucontext_t g_main;
static ucontext_t g_coroutine;

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void coroutine(void)
{
    outer();
    VICTIM_STAY();
}

int main(void)
{
    REQUIRE(getcontext(&g_coroutine) == 0);
    g_coroutine.uc_stack.ss_sp = g_stack;
    g_coroutine.uc_stack.ss_size = sizeof(g_stack);
    g_coroutine.uc_link = &g_main;
    makecontext(&g_coroutine, coroutine, 0);
    REQUIRE(swapcontext(&g_main, &g_coroutine) == 0);
}
