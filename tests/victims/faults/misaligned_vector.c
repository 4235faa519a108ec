/* A vector load from an address that is not a multiple of sixteen. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main
// options: needs=x86_64
#include "victim.h"

static _Alignas(16) unsigned char g_bytes[64];

static void inner(void)
{
    __asm__ volatile("movaps (%0), %%xmm0" : : "r"(g_bytes + 1) : "xmm0");
}

int main(void)
{
    outer();
}
