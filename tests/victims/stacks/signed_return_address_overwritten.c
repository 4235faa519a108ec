/* The overrun of a return address that the processor had signed: the return goes nowhere, or
 * the check before it traps, by the processor's age. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,outer,main
// options: needs=aarch64
// build: -mbranch-protection=pac-ret
#include "victim.h"

static void inner(void)
{
    void *volatile *frame = __builtin_frame_address(0);
    frame[1] = (void *)0x123456789000;
    __asm__ volatile("" : : : "x30", "memory"); /* so that it is read again */
}

int main(void)
{
    outer();
}
