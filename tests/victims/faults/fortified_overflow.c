/* A copy that libc's fortified functions refuse. */
// expect: signal=SIGABRT
// record: signal=SIGABRT message=buffer_overflow_detected stack=*,abort,*,inner,middle,outer,main
#include "victim.h"

static volatile size_t g_length = 100;

static void inner(void)
{
    char small[16];
    char large[128] = "x";
    __builtin___memcpy_chk(small, large, g_length, sizeof(small));
    say(small);
}

int main(void)
{
    outer();
}
