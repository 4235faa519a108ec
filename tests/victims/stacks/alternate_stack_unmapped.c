/* The application unmaps its alternate stack and forgets to say so: the kernel cannot put a
 * signal frame there, unless somebody has noticed. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <sys/mman.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    void *area =
        mmap(NULL, 64 << 10, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(area != MAP_FAILED);
    stack_t stack = {.ss_sp = area, .ss_size = 64 << 10};
    REQUIRE(sigaltstack(&stack, NULL) == 0);
    REQUIRE(munmap(area, 64 << 10) == 0);
    outer();
}
