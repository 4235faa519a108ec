/* RLIMIT_NPROC=0, as an ordinary user. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
// options: needs=root
#include <sys/resource.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    struct rlimit none = {0, 0};
    REQUIRE(setrlimit(RLIMIT_NPROC, &none) == 0 && setuid(65534) == 0);
    say(fork() < 0 ? "no more processes\n" : "a process\n");
    outer();
}
