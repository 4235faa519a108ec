/* A thread made by clone(2) itself: libc knows nothing of it, and it has its maker's TLS. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,body,*
#include <sched.h>
#include <sys/mman.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static int body(void *unused)
{
    (void)unused;
    outer();
    return 0;
}

int main(void)
{
    size_t size = 256 << 10;
    char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    REQUIRE(stack != MAP_FAILED);
    int flags =
        CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
    REQUIRE(clone(body, stack + size, flags, NULL) > 0);
    for (;;) {
        pause();
    }
}
