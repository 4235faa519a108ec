/* A write to a string literal. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main reason=,_which_belongs_to_write_to_constant
#include "victim.h"

static const char *volatile g_words = "constant";

static void inner(void)
{
    char *words = (char *)(size_t)g_words;
    words[0] = 'C';
    VICTIM_STAY();
}

int main(void)
{
    outer();
}
