/* UndefinedBehaviorSanitizer changes no signal; a crash is a crash. */
// expect: signal=SIGILL
// record: signal=SIGILL stack=inner,middle,outer,main
// options: needs=x86_64
// build: -fsanitize=undefined -fsanitize-undefined-trap-on-error
#include "victim.h"

static volatile int g_large = 0x7fffffff;

static void inner(void)
{
    g_large = g_large + 1;
}

int main(void)
{
    outer();
}
