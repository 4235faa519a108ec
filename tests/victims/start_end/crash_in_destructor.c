/* A crash in a destructor of the program, after main and after all atexit handlers. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,destructor,*
#include "victim.h"

static void inner(void)
{
    *nowhere = 1;
}

__attribute__((destructor)) static void destructor(void)
{
    outer();
    VICTIM_STAY();
}

int main(void)
{
    say("main is done\n");
}
