/* Atomic access must be aligned where other access need not be. */
// expect: signal=SIGBUS
// record: signal=SIGBUS stack=inner,middle,outer,main
// options: needs=aarch64
#include "victim.h"

static _Alignas(16) unsigned char g_bytes[64];

static void inner(void)
{
    __asm__ volatile("ldxr x0, [%0]" : : "r"(g_bytes + 1) : "x0", "memory");
}

int main(void)
{
    outer();
}
