/* A handler of SIGSEGV that throws through its own signal frame, as -fnon-call-exceptions
 * allows. */
// expect: exit=0
// build: -fnon-call-exceptions
#include <stdexcept>

#include "victim.h"

static void on_fault(int signal_number)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal_number);
    sigprocmask(SIG_UNBLOCK, &set, nullptr);
    throw std::runtime_error("null");
}

static void inner(void)
{
    *nowhere = 1;
}

int main()
{
    REQUIRE(signal(SIGSEGV, on_fault) == SIG_DFL);
    int caught = 0;
    for (int i = 0; i < 100; i++) {
        try {
            outer();
        } catch (const std::runtime_error &) {
            caught++;
        }
    }
    say(caught == 100 ? "caught all\n" : "missed some\n");
}
