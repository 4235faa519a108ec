/* printf follows a bad string, with the stream locked and half a line buffered. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x10 stack=*,inner,middle,outer,main
#include "victim.h"

static const char *volatile g_bad = (const char *)0x10;

static void inner(void)
{
    printf("before, then %s\n", g_bad);
}

int main(void)
{
    printf("buffered, and lost with the process\n");
    outer();
}
