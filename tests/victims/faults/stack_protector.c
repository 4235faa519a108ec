/* A buffer overrun that the compiler's canary notices. */
// expect: signal=SIGABRT
// record: signal=SIGABRT message=stack_smashing_detected stack=*,abort,*,inner,*
// build: -fstack-protector-all
#include "victim.h"

static volatile size_t g_length = 48;

static void inner(void)
{
    char buffer[16];
    volatile char *cursor = buffer;
    for (size_t i = 0; i < g_length; i++) {
        cursor[i] = 'x';
    }
}

int main(void)
{
    outer();
}
