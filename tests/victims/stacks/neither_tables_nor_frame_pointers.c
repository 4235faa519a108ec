/* Nothing to go by but the words on the stack: the callers can still be guessed. (Where libc
 * has frame pointers, as on AArch64, they lead past these callers.) */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,*,middle,*,outer,*,main
// options: needs=x86_64
// build: -O2 -fomit-frame-pointer -fno-asynchronous-unwind-tables -fno-unwind-tables
#include "victim.h"

static void inner(void)
{
    volatile char room[200];
    room[0] = 1;
    *nowhere = room[0];
}

int main(void)
{
    outer();
}
