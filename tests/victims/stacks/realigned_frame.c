/* A frame whose stack pointer was aligned to 128 bytes can only be left by an expression. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// build: -O2 -fomit-frame-pointer
#include "victim.h"

static void inner(void)
{
    _Alignas(128) volatile char room[256];
    room[0] = 1;
    volatile char *more = __builtin_alloca((size_t)room[0] * 100);
    more[0] = 2;
    *nowhere = more[0];
}

int main(void)
{
    outer();
}
