/* An exception carried to another place by std::exception_ptr, and not caught there. */
// expect: signal=SIGABRT
// record: signal=SIGABRT message=from_afar stack=*,abort,*,inner,middle,outer,main
#include <exception>
#include <stdexcept>

#include "victim.h"

static std::exception_ptr g_carried;

static void inner(void)
{
    std::rethrow_exception(g_carried);
}

int main()
{
    try {
        throw std::runtime_error("from afar");
    } catch (...) {
        g_carried = std::current_exception();
    }
    outer();
}
