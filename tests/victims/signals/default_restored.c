/* The application had a handler for a while. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,main
#include "victim.h"

static void on_fault(int signal_number)
{
    (void)signal_number;
    _exit(98);
}

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    struct sigaction action = {.sa_handler = on_fault};
    struct sigaction previous;
    REQUIRE(sigaction(SIGSEGV, &action, &previous) == 0);
    REQUIRE(sigaction(SIGSEGV, &previous, NULL) == 0);
    outer();
}
