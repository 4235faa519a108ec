/* The application's own terminate handler, which prints and aborts. */
// expect: signal=SIGABRT
// record: signal=SIGABRT message=famous_last_words stack=*,abort,on_terminate,*,inner,middle,outer,main
#include <exception>
#include <stdexcept>

#include "victim.h"

VICTIM_FRAME static void on_terminate()
{
    say("the application's terminate handler\n");
    abort();
}

static void inner(void)
{
    throw std::runtime_error("famous last words");
}

int main()
{
    std::set_terminate(on_terminate);
    outer();
}
