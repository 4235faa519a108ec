/* A crash while the loader binds the program's symbols: no constructor has run yet. */
// expect: signal=SIGSEGV
// build: -Wl,-z,now
#include "victim.h"

static void inner(void)
{
    say("never here\n");
}

static void real(void)
{
    outer();
}

/* Nothing is relocated yet: no global, no libc. */
__attribute__((used)) static void (*resolve(void))(void)
{
    *(volatile int *)16 = 1;
    return real;
}

void resolved(void) __attribute__((ifunc("resolve")));

int main(void)
{
    resolved();
}
