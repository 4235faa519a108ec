/* An exception whose what() must not be called: it costs the words, not the record. */
// expect: signal=SIGABRT
// record: missing=any signal=SIGABRT stack=*,abort,on_terminate,*,inner,middle,outer,main
#include <exception>

#include "victim.h"

struct trap : std::exception {
    const char *what() const noexcept override
    {
        return reinterpret_cast<const char *>(static_cast<size_t>(*nowhere));
    }
};

/* The usual handler would call what() as well. */
VICTIM_FRAME static void on_terminate()
{
    abort();
}

static void inner(void)
{
    throw trap();
}

int main()
{
    std::set_terminate(on_terminate);
    outer();
}
