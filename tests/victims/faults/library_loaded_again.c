/* A plug-in that was closed and opened again is not an unloaded one. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_kind=null-page stack=plugin_crash,inner,middle,outer,main reason=null_pointer
// helper: plugin
#include <dlfcn.h>

#include "victim.h"

static void inner(void)
{
    void *library = dlopen("libplugin.so", RTLD_NOW);
    REQUIRE(library != NULL && dlclose(library) == 0);
    library = dlopen("libplugin.so", RTLD_NOW);
    REQUIRE(library != NULL);
    int (*crash)(const int *);
    void *address = dlsym(library, "plugin_crash");
    REQUIRE(address != NULL);
    memcpy(&crash, &address, sizeof(address));
    exit(crash(nowhere) + 1);
}

int main(void)
{
    outer();
}
