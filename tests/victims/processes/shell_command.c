/* A command of system(3) that dies: the shell's own record, and the status handed on. */
// expect: exit=0
// record: signal=SIGSEGV
#include "victim.h"

static void inner(void)
{
    say_status("shell", system("kill -SEGV $$"));
}

int main(void)
{
    outer();
    return 0;
}
