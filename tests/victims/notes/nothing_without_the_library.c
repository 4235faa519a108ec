/* The program links nothing: what the call answers tells whether somebody listens. */
// expect: exit=0
// options: witness=no
#include <epitaph.h>

#include "victim.h"

static void inner(void)
{
    say("never here\n");
}

int main(void)
{
    const char *preload = getenv("LD_PRELOAD");
    const char *disabled = getenv("EPITAPH_DISABLE");
    int wanted = preload != NULL && disabled == NULL ? 0 : -ENOSYS;

    REQUIRE(epitaph_note("step", "here") == wanted);
    REQUIRE(epitaph_note("step", NULL) == wanted);
    return 0;
}
