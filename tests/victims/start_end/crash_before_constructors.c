/* The program's own .preinit_array runs before every constructor but those of a library that
 * has asked to be first. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,early,*
#include "victim.h"

static void inner(void)
{
    *nowhere = 1;
}

static void early(void)
{
    outer();
}

__attribute__((section(".preinit_array"), used)) static void (*g_early)(void) = early;

int main(void)
{
    say("never here\n");
}
