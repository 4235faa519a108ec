/* RLIMIT_AS at what the process has already: no mapping, no heap, no stack growth. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include <sys/mman.h>
#include <sys/resource.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    struct rlimit tight = {4096, 4096};
    REQUIRE(setrlimit(RLIMIT_AS, &tight) == 0);
    say(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
            ? "no more memory\n"
            : "some memory\n");
    outer();
}
