/* abort(3). */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    abort();
}

int main(void)
{
    outer();
}
