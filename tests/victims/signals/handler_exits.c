/* An application that turns its crashes into an exit status has not been killed. */
// expect: exit=3
#include "victim.h"

static void on_fault(int signal_number)
{
    (void)signal_number;
    say("the application's last words\n");
    _exit(3);
}

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    REQUIRE(signal(SIGSEGV, on_fault) == SIG_DFL);
    outer();
}
