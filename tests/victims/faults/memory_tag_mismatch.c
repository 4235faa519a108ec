/* The tag in a pointer is not that of the memory behind it. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main
// options: needs=aarch64
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "victim.h"

/* In Debian's headers under their ARM names only. */
#ifndef PROT_MTE
#define PROT_MTE 0x20
#endif
#define HAS_TAGS (1ul << 18) /* HWCAP2_MTE */

static volatile int *g_wrong;

static void inner(void)
{
    exit(*g_wrong);
}

int main(void)
{
    REQUIRE_OR_SKIP((getauxval(AT_HWCAP2) & HAS_TAGS) != 0);
    REQUIRE(prctl(PR_SET_TAGGED_ADDR_CTRL, 1 /* enabled */ | 1 << 1 /* at once */ | 0xfffe << 3,
                  0, 0, 0) == 0);
    char *memory = mmap(NULL, 65536, PROT_READ | PROT_WRITE | PROT_MTE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(memory != MAP_FAILED);
    uintptr_t address = (uintptr_t)memory | 5ul << 56;
    __asm__ volatile(".arch armv8.5-a+memtag\n\tstg %0, [%0]" : : "r"(address) : "memory");
    g_wrong = (volatile int *)((uintptr_t)memory | 6ul << 56);
    outer();
}
