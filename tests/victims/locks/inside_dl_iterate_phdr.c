/* A crash in a callback of dl_iterate_phdr: the lock that unwinders take is held. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,callback,*,main
#include <link.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

VICTIM_FRAME static int callback(struct dl_phdr_info *info, size_t size, void *unused)
{
    (void)info;
    (void)size;
    (void)unused;
    outer();
    return 0;
}

int main(void)
{
    dl_iterate_phdr(callback, NULL);
}
