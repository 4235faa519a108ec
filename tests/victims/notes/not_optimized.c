/* The inline functions of the header are functions then. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main notes=1 note.step=here
// build: -O0 -fPIE -pie
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
