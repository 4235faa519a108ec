/* A crash in the destructor of a library that the program needs. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,destructor,*
// helper: crashes_in_destructor needed
#include "victim.h"

static void inner(void)
{
    say("main is done\n");
}

int main(void)
{
    outer();
}
