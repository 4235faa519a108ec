/* A destructor throws while another exception is on its way. */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,*,main
#include <stdexcept>

#include "victim.h"

struct second {
    ~second() noexcept(false)
    {
        throw std::runtime_error("the second");
    }
};

static void inner(void)
{
    second object;
    throw std::runtime_error("the first");
}

int main()
{
    try {
        outer();
    } catch (...) {
        say("never here\n");
    }
}
