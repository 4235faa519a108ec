/* A call to an odd address: instructions lie at multiples of four. */
// expect: signal=SIGBUS
// record: signal=SIGBUS stack=*,inner,middle,outer,main
// options: needs=aarch64
#include "victim.h"

static void inner(void)
{
    char *volatile odd = (char *)(void *)say_status + 2;
    void (*call)(void);
    void *target = odd;
    memcpy(&call, &target, sizeof(call));
    call();
    VICTIM_STAY();
}

int main(void)
{
    outer();
}
