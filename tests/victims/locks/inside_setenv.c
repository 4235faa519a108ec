/* A crash inside setenv, with the lock of the environment held. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,middle,outer,main
#include "victim.h"

extern char **environ;

static void inner(void)
{
    static char *wild[] = {(char *)0x123456789000, NULL};
    environ = wild;
    setenv("NAME", "value", 1);
}

int main(void)
{
    outer();
}
