/* A crash in the destructor of a global object. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,*
#include "victim.h"

static void inner(void)
{
    *nowhere = 1;
}

struct global {
    ~global()
    {
        outer();
    }
};

static global g_object;

int main()
{
    say("main is done\n");
}
