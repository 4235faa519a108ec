/* An exception leaves a function that promised not to throw. */
// expect: signal=SIGABRT
// record: signal=SIGABRT message=broken_promise stack=*,abort,*,inner,middle,*,promises,main
#include <stdexcept>

#include "victim.h"

static void inner(void)
{
    throw std::runtime_error("broken promise");
}

VICTIM_FRAME static void promises() noexcept
{
    outer();
    VICTIM_STAY();
}

int main()
{
    promises();
}
