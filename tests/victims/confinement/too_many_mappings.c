/* As many mappings as the kernel allows: a change of protection that splits one is refused. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <sys/mman.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    for (int i = 0; i < 2000000; i++) {
        int access = i % 2 == 0 ? PROT_READ : PROT_NONE;
        if (mmap(NULL, 4096, access, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) {
            say("no more mappings\n");
            break;
        }
    }
    outer();
}
