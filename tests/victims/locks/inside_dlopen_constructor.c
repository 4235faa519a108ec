/* A crash in the constructor of an object that is being loaded: the loader's lock is held. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,victim_callback,constructor,*,main
// build: -rdynamic
// helper: calls_back_in_constructor
#include <dlfcn.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

__attribute__((visibility("default"))) void victim_callback(void);
void victim_callback(void)
{
    outer();
    VICTIM_STAY();
}

int main(void)
{
    REQUIRE(dlopen("libcalls_back_in_constructor.so", RTLD_NOW) != NULL);
}
