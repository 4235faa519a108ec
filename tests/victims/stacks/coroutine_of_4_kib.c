/* A coroutine whose whole stack is smaller than a signal frame; another's data lies below it.
 */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,coroutine,*
#include <sys/mman.h>
#include <ucontext.h>

#include "victim.h"

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
    char *area = mmap(NULL, 8192, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(area != MAP_FAILED);
    REQUIRE(mprotect(area + 4096, 4096, PROT_READ | PROT_WRITE) == 0);
    REQUIRE(getcontext(&g_coroutine) == 0);
    g_coroutine.uc_stack.ss_sp = area + 4096;
    g_coroutine.uc_stack.ss_size = 4096;
    g_coroutine.uc_link = &g_main;
    makecontext(&g_coroutine, coroutine, 0);
    REQUIRE(swapcontext(&g_main, &g_coroutine) == 0);
}
