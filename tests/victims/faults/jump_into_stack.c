/* A call into the stack, as an exploit that failed makes it. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,middle,outer,main mapping=[stack] reason=,_which_belongs_to_the_main_thread's_stack
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
