/* Recursion without end on a coroutine's stack, into its guard page. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV frames_total=100 stack=*,inner,inner,inner,*,inner,middle,outer,coroutine,*
// options: pc=any
#include <sys/mman.h>
#include <ucontext.h>

#include "victim.h"

static ucontext_t g_main;
static ucontext_t g_coroutine;
static volatile int g_depth;

static void inner(void)
{
    volatile char room[64];
    room[0] = (char)g_depth++;
    if (g_depth > 0) {
        inner();
    }
    room[1] = room[0];
}

VICTIM_FRAME static void coroutine(void)
{
    outer();
    VICTIM_STAY();
}

int main(void)
{
    size_t size = 64 << 10;
    char *area =
        mmap(NULL, 4096 + size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(area != MAP_FAILED);
    REQUIRE(mprotect(area, 4096, PROT_NONE) == 0);
    REQUIRE(getcontext(&g_coroutine) == 0);
    g_coroutine.uc_stack.ss_sp = area + 4096;
    g_coroutine.uc_stack.ss_size = size;
    g_coroutine.uc_link = &g_main;
    makecontext(&g_coroutine, coroutine, 0);
    REQUIRE(swapcontext(&g_main, &g_coroutine) == 0);
}
