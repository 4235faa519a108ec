/* In C++, within a namespace, and from the destructor of a static object. */
// expect: signal=SIGABRT
// record: signal=SIGABRT notes=2 note.namespace=in_it note.step=throwing
#include <epitaph.h>

#include <stdexcept>

#include "victim.h"

namespace orders
{
static void note()
{
    epitaph_note("namespace", "in it");
}
}

static void inner(void)
{
    epitaph_note("step", "throwing");
    throw std::runtime_error("thrown");
}

int main()
{
    orders::note();
    outer();
}
