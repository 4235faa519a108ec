/* Only the last ranges are kept: memory that was freed long ago is unmapped. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_kind=unmapped freed=none mapping=none stack=inner,middle,outer,main
#include <sys/mman.h>

#include "victim.h"

static volatile char *g_freed;

static void inner(void)
{
    exit(*g_freed);
}

int main(void)
{
    char *mapping = mmap(NULL, 40 * 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(mapping != MAP_FAILED);
    for (int i = 0; i < 40; i++) {
        REQUIRE(munmap(mapping + i * 8192, 4096) == 0);
    }
    g_freed = mapping;
    outer();
}
