/* INT_MIN / -1 has no answer either. */
// expect: signal=SIGFPE
// record: signal=SIGFPE stack=inner,middle,outer,main
// options: needs=x86_64
#include <limits.h>

#include "victim.h"

static volatile int g_least = INT_MIN;
static volatile int g_minus_one = -1;

static void inner(void)
{
    exit(g_least / g_minus_one);
}

int main(void)
{
    outer();
}
