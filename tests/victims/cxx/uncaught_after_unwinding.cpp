/* Caught, and thrown again where nobody catches: what is on the stack is the second throw. */
// expect: signal=SIGABRT
// record: signal=SIGABRT message=second_hand stack=*,abort,*,catcher,main
#include <stdexcept>

#include "victim.h"

static void inner(void)
{
    throw std::logic_error("second hand");
}

VICTIM_FRAME static void catcher()
{
    try {
        outer();
    } catch (...) {
        throw;
    }
}

int main()
{
    catcher();
}
