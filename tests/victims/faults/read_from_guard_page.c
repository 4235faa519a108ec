/* Mapped, but not for reading. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main mapping=---p reason=read_of_inaccessible_memory_at
#include <sys/mman.h>

#include "victim.h"

static volatile char *g_guard;

static void inner(void)
{
    exit(*g_guard);
}

int main(void)
{
    g_guard = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(g_guard != MAP_FAILED);
    outer();
}
