/* A vfork child shares its parent's memory: what it notes must not be its parent's. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main notes=1 note.step=parent
#include <epitaph.h>

#include "victim.h"

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    epitaph_note("step", "parent");
    pid_t child = vfork();
    REQUIRE(child >= 0);
    if (child == 0) {
        epitaph_note("step", "child");
        epitaph_note("other", "child");
        _exit(7);
    }
    say_status("child", wait_for(child));
    outer();
}
