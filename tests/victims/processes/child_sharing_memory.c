/* A process that shares its memory with its parent for good: it dies, the parent goes on. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x10 stack=child_dies,*
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <sched.h>
#include <sys/mman.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static int child_dies(void *unused)
{
    (void)unused;
    return nowhere[4];
}

int main(void)
{
    size_t size = 256 << 10;
    char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    REQUIRE(stack != MAP_FAILED);
    pid_t child = clone(child_dies, stack + size, CLONE_VM | SIGCHLD, NULL);
    REQUIRE(child > 0);
    say_status("child", wait_for(child));
    outer();
}
