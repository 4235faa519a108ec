/* The register behind errno, the stack protector's canary and every thread-local variable
 * points nowhere: what runs after the fault must not need it. */
// expect: signal=SIGSEGV
// record: missing=any signal=SIGSEGV stack=inner,middle,outer,main
// options: needs=x86_64
#include <asm/prctl.h>
#include <sys/syscall.h>

#include "victim.h"

static void inner(void)
{
    long result = SYS_arch_prctl;
    __asm__ volatile("syscall\n\tmovl 0, %%ecx"
                     : "+a"(result)
                     : "D"(ARCH_SET_FS), "S"(0x10)
                     : "rcx", "r11", "memory");
}

int main(void)
{
    outer();
}
