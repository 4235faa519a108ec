/* A crash in the constructor of a library that the program needs, which runs before those of
 * any preloaded library that has not asked to be first. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,constructor,*
// helper: crashes_in_constructor needed
#include "victim.h"

static void inner(void)
{
    say("never here\n");
}

int main(void)
{
    outer();
}
