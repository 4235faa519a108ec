/* The application unmaps its alternate stack and forgets to say so. The kernel cannot write a
 * signal frame there and kills: no handler of anyone's can run, and the siginfo is the kernel's
 * own complaint about that, as it is for every program with a handler. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: witness=no aim=the kernel has nowhere to put the signal frame
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
