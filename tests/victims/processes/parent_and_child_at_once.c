/* Parent and child crash at the same time, at different places. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x10 stack=child_dies,main
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: witness=no
#include <sys/mman.h>

#include "victim.h"

static volatile int *g_ready;

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static void child_dies(void)
{
    exit(nowhere[4]);
}

int main(void)
{
    g_ready = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    REQUIRE(g_ready != MAP_FAILED);
    pid_t child = fork();
    REQUIRE(child >= 0);
    __atomic_fetch_add(g_ready, 1, __ATOMIC_SEQ_CST);
    while (*g_ready < 2) {
    }
    if (child == 0) {
        child_dies();
    }
    outer();
}
