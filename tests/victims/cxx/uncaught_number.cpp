/* An exception without words. */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,*,inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    throw 42;
}

int main()
{
    outer();
}
