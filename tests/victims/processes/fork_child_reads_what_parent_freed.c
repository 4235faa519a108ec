/* What the parent unmapped before it forked is freed in the child too. */
// expect: exit=0
// record: signal=SIGSEGV fault_kind=freed freed=8192 stack=inner,middle,outer,main
#include <sys/mman.h>

#include "victim.h"

static volatile char *g_freed;

static void inner(void)
{
    exit(*g_freed);
}

int main(void)
{
    void *mapping = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(mapping != MAP_FAILED && munmap(mapping, 8192) == 0);
    g_freed = mapping;
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        outer();
    }
    say_status("child", wait_for(child));
    return 0;
}
