/* A pointer into memory that munmap() took back. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_kind=freed freed=65536 mapping=none stack=inner,middle,outer,main reason=,_16_bytes_into_65,536_unmapped_by_munmap
#include <sys/mman.h>

#include "victim.h"

static volatile char *g_freed;

static void inner(void)
{
    exit(g_freed[16]);
}

int main(void)
{
    char *whole =
        mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(whole != MAP_FAILED && munmap(whole, 65500) == 0);
    g_freed = whole;
    REQUIRE(munmap(NULL, 0) != 0); /* what fails frees nothing */
    outer();
}
