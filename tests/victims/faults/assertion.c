/* An assertion, whose words libc keeps. */
// expect: signal=SIGABRT
// record: signal=SIGABRT message=this_is_never_so stack=*,abort,*,inner,middle,outer,main
#include <assert.h>

#include "victim.h"

static volatile int g_this_is_never_so;

static void inner(void)
{
    assert(g_this_is_never_so);
}

int main(void)
{
    outer();
}
