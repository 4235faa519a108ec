/* free of what malloc never gave. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=*,inner,middle,outer,main
#include "victim.h"

static void inner(void)
{
    void *volatile wild = (void *)0x123456789010;
    free(wild);
    VICTIM_STAY();
}

int main(void)
{
    outer();
}
