/* A statically linked program has no loader, and so no preloaded library. */
// expect: signal=SIGSEGV
// build: -static
#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    outer();
}
