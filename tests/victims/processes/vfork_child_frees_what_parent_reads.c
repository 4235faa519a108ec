/* A vfork child unmaps its parent's memory. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_kind=freed freed=8192 stack=inner,middle,outer,main
#include <sys/mman.h>

#include "victim.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

static volatile char *g_freed;

static void inner(void)
{
    exit(*g_freed);
}

int main(void)
{
    void *mapping = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(mapping != MAP_FAILED);
    g_freed = mapping;
    pid_t child = vfork();
    REQUIRE(child >= 0);
    if (child == 0) {
        _exit(munmap(mapping, 8192) != 0);
    }
    say_status("child", wait_for(child));
    outer();
}
