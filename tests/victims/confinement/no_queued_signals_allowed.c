/* RLIMIT_SIGPENDING=0: no siginfo can be queued, so a sent signal loses its own on the way. */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,inner,middle,outer,main
#include <sys/resource.h>

#include "victim.h"

static void inner(void)
{
    abort();
}

int main(void)
{
    struct rlimit none = {0, 0};
    REQUIRE(setrlimit(RLIMIT_SIGPENDING, &none) == 0);
    outer();
}
