/* A floating-point division where the program has asked to be told. */
// expect: signal=SIGFPE
// record: signal=SIGFPE stack=inner,middle,outer,main
// options: needs=x86_64
// build: -lm
#include <fenv.h>

#include "victim.h"

static volatile double g_zero;

static void inner(void)
{
    exit((int)(1.0 / g_zero));
}

int main(void)
{
    REQUIRE(feenableexcept(FE_DIVBYZERO) >= 0);
    outer();
}
