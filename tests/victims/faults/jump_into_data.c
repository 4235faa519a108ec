/* A call into a page that may not be executed. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,middle,outer,main
#include "victim.h"

static unsigned char g_data[64] = {0xc3};
static void *volatile g_target = g_data;

static void inner(void)
{
    void (*callback)(void);
    memcpy(&callback, (void *)&g_target, sizeof(callback));
    callback();
    VICTIM_STAY();
}

int main(void)
{
    outer();
}
