/* A second of processor time, and no more. */
// expect: signal=SIGXCPU
// record: signal=SIGXCPU stack=inner,middle,outer,main
// options: witness=no
#include <sys/resource.h>

#include "victim.h"

static void inner(void)
{
    for (volatile unsigned long i = 0;; i++) {
    }
}

int main(void)
{
    struct rlimit second = {1, 3};
    REQUIRE(setrlimit(RLIMIT_CPU, &second) == 0);
    outer();
}
