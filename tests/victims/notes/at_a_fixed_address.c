/* In a program that is not position-independent a compiler would write the function's address
 * itself. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main notes=1 note.step=here
// build: -fno-pie -no-pie
#include <epitaph.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    epitaph_note("step", "here");
    outer();
}
