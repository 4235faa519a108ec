/* What was unmapped and mapped again is not freed, whatever may be done to it. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_kind=protected freed=none mapping=r--p stack=inner,middle,outer,main
#include <sys/mman.h>

#include "victim.h"

static volatile char *g_mapping;

static void inner(void)
{
    *g_mapping = 1;
}

int main(void)
{
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS;
    void *mapping = mmap(NULL, 65536, PROT_READ | PROT_WRITE, flags, -1, 0);
    REQUIRE(mapping != MAP_FAILED && munmap(mapping, 65536) == 0);
    g_mapping = mmap(mapping, 65536, PROT_READ, flags | MAP_FIXED, -1, 0);
    REQUIRE(g_mapping == mapping);
    outer();
}
