/* A child has its parent's notes as they were, and its own; the parent never has the child's.
 */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x10 notes=3 note.shared=replaced note.parent=early note.child=own
// record: signal=SIGSEGV fault_address=0x0 notes=3 note.shared=original note.parent=early note.late=later
#include <epitaph.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    epitaph_note("shared", "original");
    epitaph_note("parent", "early");
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        epitaph_note("child", "own");
        epitaph_note("shared", "replaced");
        exit(nowhere[4]);
    }
    say_status("child", wait_for(child));
    epitaph_note("late", "later");
    outer();
}
