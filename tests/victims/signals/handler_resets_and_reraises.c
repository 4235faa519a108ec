/* Put the default back and raise the signal again: what most handlers do when they are done. It
 * is blocked until the handler returns, and then strikes where the fault was. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main reason=null_pointer_access
#include "victim.h"

VICTIM_FRAME static void on_fault(int signal_number)
{
    say("the application's last words\n");
    signal(signal_number, SIG_DFL);
    raise(signal_number);
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
