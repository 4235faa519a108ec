/* An exception that nobody catches: its type and its words are on record. */
// expect: signal=SIGABRT
// record: signal=SIGABRT message=the_planet_is_gone stack=*,abort,*,inner,middle,outer,main
#include <stdexcept>

#include "victim.h"

static void inner(void)
{
    throw std::runtime_error("the planet is gone");
}

int main()
{
    outer();
}
