/* A pointer into the data of a plug-in that was closed meanwhile, once more often than others
 * opened and closed it. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV fault_kind=unmapped module=libplugin.so freed=none mapping=none stack=inner,middle,outer,main reason=,_where_libplugin.so_was_before_it_was_unloaded
// helper: plugin
#include <dlfcn.h>

#include "victim.h"

static volatile int *g_data;

static void inner(void)
{
    exit(*g_data);
}

int main(void)
{
    void *library = dlopen("libplugin.so", RTLD_NOW);
    void *again = dlopen("libplugin.so", RTLD_NOW);
    REQUIRE(library != NULL && again == library);
    g_data = dlsym(library, "plugin_data");
    REQUIRE(g_data != NULL && dlclose(again) == 0);
    REQUIRE(*g_data == 42);
    REQUIRE(dlclose(library) == 0);
    outer();
}
