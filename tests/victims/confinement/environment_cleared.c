/* clearenv(3). */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    clearenv();
    outer();
}
