/* A division by zero. */
// expect: signal=SIGFPE
// record: signal=SIGFPE stack=inner,middle,outer,main
// options: needs=x86_64
#include "victim.h"

static volatile int g_numerator = 100;
static volatile int g_zero;

static void inner(void)
{
    exit(g_numerator / g_zero);
}

int main(void)
{
    outer();
}
