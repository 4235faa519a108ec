/* An exception whose what() takes more stack than the handler has: it costs the words only. */
// expect: signal=SIGABRT
// record: missing=any signal=SIGABRT stack=*,abort,on_terminate,*,inner,middle,outer,main
#include <exception>

#include "victim.h"

static char *volatile deepest;
static int stop;
static int *volatile nowhere_to_stop = &stop;

VICTIM_FRAME static size_t recurse(size_t depth)
{
    char room[512];
    memset(room, (int)depth, sizeof(room));
    deepest = room;
    return *nowhere_to_stop ? 0 : recurse(depth + 1) + static_cast<size_t>(*deepest);
}

struct abyss : std::exception {
    const char *what() const noexcept override
    {
        return reinterpret_cast<const char *>(recurse(0));
    }
};

/* The usual handler would call what() as well. */
VICTIM_FRAME static void on_terminate()
{
    abort();
}

static void inner(void)
{
    throw abyss();
}

int main()
{
    std::set_terminate(on_terminate);
    outer();
}
