/* A crash in the destructor of an object that is being unloaded. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_address=0x0 stack=inner,middle,outer,victim_callback,destructor,*,main
// build: -rdynamic
// helper: calls_back_in_destructor
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
    void *object = dlopen("libcalls_back_in_destructor.so", RTLD_NOW);
    REQUIRE(object != NULL);
    dlclose(object);
}
