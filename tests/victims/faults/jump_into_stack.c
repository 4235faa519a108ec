/* A call into the stack, as an exploit that failed makes it. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    volatile unsigned char code[64] = {0xc3};
    void *target = (void *)code;
    void (*callback)(void);
    memcpy(&callback, &target, sizeof(callback));
    callback();
    VICTIM_STAY();
}

int main(void)
{
    outer();
}
