/* The application's handler of SIGSEGV faults itself, with SIGSEGV blocked by the kernel. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x8 stack=on_fault,*,inner,middle,outer,main
// options: aim=the kernel blocks the signal while its handler runs, and kills at the second fault
#include "victim.h"

VICTIM_FRAME static void on_fault(int signal_number)
{
    (void)signal_number;
    exit(nowhere[2]);
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
