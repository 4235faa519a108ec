/* A pointer to a function of a plug-in that was closed meanwhile. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_kind=unmapped module=libplugin.so stack=plugin_function,inner,middle,outer,main reason=,_where_libplugin.so_was_before_it_was_unloaded
// helper: plugin
#include <dlfcn.h>

#include "victim.h"

static int (*volatile g_function)(int);

static void inner(void)
{
    exit(g_function(1));
}

int main(void)
{
    void *library = dlopen("libplugin.so", RTLD_NOW);
    REQUIRE(library != NULL);
    void *address = dlsym(library, "plugin_function");
    REQUIRE(address != NULL);
    memcpy((void *)&g_function, &address, sizeof(address));
    REQUIRE(dlclose(library) == 0);
    outer();
}
