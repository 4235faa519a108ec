/* RLIMIT_NOFILE=0: the mapping goes without a name, and nothing is missing for that. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_kind=protected mapping=none stack=inner,middle,outer,main
#include <sys/mman.h>
#include <sys/resource.h>

#include "victim.h"

static volatile char *g_mapping;

static void inner(void)
{
    *g_mapping = 1;
}

int main(void)
{
    struct rlimit none = {0, 0};
    g_mapping = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(g_mapping != MAP_FAILED && setrlimit(RLIMIT_NOFILE, &none) == 0);
    outer();
}
