/* `throw;` with nothing to throw. */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,*,inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    throw;
}

int main()
{
    outer();
}
