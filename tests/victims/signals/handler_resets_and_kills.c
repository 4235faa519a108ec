/* The same with kill(2), which delivers when the handler's mask is lifted. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,middle,outer,main reason=null_pointer_access
// options: witness=no
#include "victim.h"

VICTIM_FRAME static void on_fault(int signal_number)
{
    signal(signal_number, SIG_DFL);
    kill(getpid(), signal_number);
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
