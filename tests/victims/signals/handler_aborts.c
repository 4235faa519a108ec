/* The application's handler prints something and aborts: the record is of the abort, the stack
 * of the fault. */
// expect: signal=SIGABRT
// record: signal=SIGABRT stack=*,abort,on_fault,*,inner,middle,outer,main
#include "victim.h"

VICTIM_FRAME static void on_fault(int signal_number)
{
    (void)signal_number;
    say("the application's last words\n");
    abort();
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
