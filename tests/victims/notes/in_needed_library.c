/* From a library that the program needs: in its constructor already, and later. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main notes=2 note.constructor=has_run note.needed=in_a_shared_object
// helper: notes_itself needed
#include "victim.h"

void notes_itself(const char *key);

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    notes_itself("needed");
    outer();
}
