/* An exception before main. */
// expect: signal=SIGABRT
// record: signal=SIGABRT message=too_early stack=*,abort,*,inner,middle,outer,*
#include <stdexcept>

#include "victim.h"

static void inner(void)
{
    throw std::runtime_error("too early");
}

static int start()
{
    outer();
    return 1;
}

static volatile int g_started = start();

int main()
{
    return g_started;
}
