/* A plug-in that was opened as ./libplugin.so, which only the process itself can find. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=plugin_crash,inner,middle,outer,main
// helper: plugin
#include <dlfcn.h>
#include <libgen.h>

#include "victim.h"

static void inner(void)
{
    void *library = dlopen("./libplugin.so", RTLD_NOW);
    REQUIRE(library != NULL);
    int (*crash)(const int *);
    void *address = dlsym(library, "plugin_crash");
    REQUIRE(address != NULL);
    memcpy(&crash, &address, sizeof(address));
    exit(crash(nowhere) + 1);
}

int main(void)
{
    char path[4096] = "";
    REQUIRE(readlink("/proc/self/exe", path, sizeof(path) - 1) > 0);
    REQUIRE(chdir(dirname(path)) == 0);
    outer();
}
