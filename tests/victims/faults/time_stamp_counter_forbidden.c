/* The processor's counter may not be read: not by the program, and not by the handler's clock.
 */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main reason=privileged_instruction
// options: needs=x86_64
#include <sys/prctl.h>

#include "victim.h"

static void inner(void)
{
    unsigned low;
    __asm__ volatile("rdtsc" : "=a"(low) : : "edx");
    exit((int)low);
}

int main(void)
{
    REQUIRE(prctl(PR_SET_TSC, PR_TSC_SIGSEGV) == 0);
    outer();
}
