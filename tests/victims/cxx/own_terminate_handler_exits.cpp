/* A terminate handler that exits: no crash. */
// expect: exit=5
#include <exception>
#include <stdexcept>

#include "victim.h"

static void on_terminate()
{
    say("the application's terminate handler\n");
    _exit(5);
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
