/* A signal frame with the long vectors of a thread that uses them does not fit MINSIGSTKSZ. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: needs=aarch64
#include <sys/auxv.h>
#include <sys/prctl.h>

#include "victim.h"

#define SMALLEST 5120 /* the kernel's MINSIGSTKSZ */

static void inner(void)
{
    __asm__ volatile(".arch armv8-a+sve\n\tptrue p0.b\n\tmov z0.b, #7" : : : "memory");
    exit(*nowhere);
}

int main(void)
{
    static char memory[SMALLEST] __attribute__((aligned(16)));
    stack_t stack = {.ss_sp = memory, .ss_size = sizeof(memory)};
    REQUIRE_OR_SKIP((getauxval(AT_HWCAP) & 1ul << 22) != 0); /* HWCAP_SVE */
    REQUIRE(prctl(PR_SVE_SET_VL, 256) >= 0);                 /* bytes, or what there is */
    REQUIRE(sigaltstack(&stack, NULL) == 0);
    outer();
}
