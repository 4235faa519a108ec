/* The application's handler of SIGSEGV dies of another signal. */
// expect: signal=SIGILL
// record: signal=SIGILL stack=on_fault,*,inner,middle,outer,main
#include "victim.h"

VICTIM_FRAME static void on_fault(int signal_number)
{
    (void)signal_number;
    __asm__ volatile(ILLEGAL_INSTRUCTION);
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
