/* The processor asked to refuse misaligned access: the handler starts with that flag still set,
 * and libc's string functions trip over it. */
// expect: signal=SIGBUS
// record: signal=SIGBUS stack=inner,middle,outer,main
// options: needs=x86_64
#include "victim.h"

static unsigned char g_bytes[64];

static void inner(void)
{
    __asm__ volatile("pushf\n\torl $0x40000, (%%rsp)\n\tpopf\n\tmovl 1(%0), %%eax"
                     :
                     : "r"(g_bytes)
                     : "eax", "cc", "memory");
}

int main(void)
{
    outer();
}
