/* A write to a member of a structure that is not there. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x40 stack=inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    nowhere[16] = 1;
}

int main(void)
{
    outer();
}
