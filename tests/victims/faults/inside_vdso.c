/* A fault in the code that the kernel maps into every process. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x10 stack=*,inner,middle,outer,main
#include <time.h>

#include "victim.h"

static struct timespec *volatile g_nowhere = (struct timespec *)16;

static void inner(void)
{
    clock_gettime(CLOCK_MONOTONIC, g_nowhere);
    VICTIM_STAY();
}

int main(void)
{
    outer();
}
