/* Everything from the stack pointer up to the stack's end is overwritten. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,*
// options: witness=no
// build: -fno-stack-protector
#include <pthread.h>

#include "victim.h"

static char *g_high;

static void inner(void)
{
    /* No call, so no return: byte by byte, then the fault. */
#if defined(__x86_64__)
    __asm__ volatile(
        "mov %%rsp, %%rdi\n\tmov %0, %%rcx\n\tsub %%rdi, %%rcx\n\tmov $0x41, %%al\n\t"
        "rep stosb\n\tmovl $1, 0"
        :
        : "m"(g_high)
        : "rdi", "rcx", "rax", "memory");
#elif defined(__aarch64__)
    __asm__ volatile("ldr x1, %0\n\tmov x0, sp\n\tmov x2, #0x4141\n"
                     "1:\tstrb w2, [x0], #1\n\tcmp x0, x1\n\tb.lo 1b\n\t"
                     "mov x0, #0\n\tstr w2, [x0]"
                     :
                     : "m"(g_high)
                     : "x0", "x1", "x2", "cc", "memory");
#endif
}

int main(void)
{
    pthread_attr_t attributes;
    void *low = NULL;
    size_t size = 0;
    REQUIRE(pthread_getattr_np(pthread_self(), &attributes) == 0);
    REQUIRE(pthread_attr_getstack(&attributes, &low, &size) == 0);
    g_high = (char *)low + size;
    outer();
}
