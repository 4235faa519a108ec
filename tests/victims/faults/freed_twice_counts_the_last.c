/* Of two ranges that held the address, the last that was unmapped is told. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_kind=freed freed=4096 stack=inner,middle,outer,main
#include <sys/mman.h>

#include "victim.h"

static volatile char *g_mapping;

static void inner(void)
{
    exit(*g_mapping);
}

int main(void)
{
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS;
    char *mapping = mmap(NULL, 65536, PROT_READ, flags, -1, 0);
    REQUIRE(mapping != MAP_FAILED && munmap(mapping, 65536) == 0);
    REQUIRE(mmap(mapping, 8192, PROT_READ, flags | MAP_FIXED, -1, 0) == mapping);
    REQUIRE(munmap(mapping, 4096) == 0);
    g_mapping = mapping;
    outer();
}
