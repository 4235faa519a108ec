/* A bad pointer handed to libc, whose hand-written code has no frame pointer. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,middle,outer,main
#include "victim.h"

static const char *volatile g_wild = (const char *)0x123456789000;

static void inner(void)
{
    exit((int)strlen(g_wild));
}

int main(void)
{
    outer();
}
