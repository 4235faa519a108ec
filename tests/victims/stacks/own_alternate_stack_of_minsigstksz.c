/* The smallest alternate stack that the kernel accepts. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <sys/auxv.h>
#include <sys/mman.h>

#include "victim.h"

#ifndef AT_MINSIGSTKSZ
#define AT_MINSIGSTKSZ 51
#endif

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    /* What the kernel says that it needs; below it lies a guard page. */
    size_t least = (size_t)getauxval(AT_MINSIGSTKSZ);
    size_t size = least > 2048 ? least : 2048;
    size_t pages = (size + 4095) / 4096 * 4096;
    char *area =
        mmap(NULL, 4096 + pages, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(area != MAP_FAILED);
    REQUIRE(mprotect(area, 4096, PROT_NONE) == 0);
    stack_t stack = {.ss_sp = area + 4096, .ss_size = size};
    REQUIRE(sigaltstack(&stack, NULL) == 0);
    outer();
}
