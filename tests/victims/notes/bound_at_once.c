/* In a program whose every symbol is bound before it starts. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main notes=1 note.step=here
// build: -fPIE -pie -Wl,-z,now,-z,relro
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
