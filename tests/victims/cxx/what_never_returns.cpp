/* An exception whose what() does not come back: the process must die all the same. */
// expect: signal=SIGABRT
// record: missing=any signal=SIGABRT stack=*,abort,on_terminate,*,inner,middle,outer,main
#include <exception>

#include "victim.h"

static volatile bool g_forever = true;

struct endless : std::exception {
    const char *what() const noexcept override
    {
        while (g_forever) {
        }
        return "";
    }
};

VICTIM_FRAME static void on_terminate()
{
    abort();
}

static void inner(void)
{
    throw endless();
}

int main()
{
    std::set_terminate(on_terminate);
    outer();
}
