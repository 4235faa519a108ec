/* A return into nowhere: the canonical overrun. What called whom is gone, main is not. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,outer,main
#include "victim.h"

static void inner(void)
{
    void *volatile *frame = __builtin_frame_address(0);
    frame[1] = (void *)0x123456789000;
#if defined(__aarch64__)
    __asm__ volatile("" : : : "x30", "memory"); /* so that it is read again */
#endif
}

int main(void)
{
    outer();
}
