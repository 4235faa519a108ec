/* From an object that was loaded while the program ran, with its names kept to itself. */
// expect: signal=SIGSEGV
// record: signal=SIGSEGV stack=inner,middle,outer,main notes=2 note.constructor=has_run note.loaded=in_a_shared_object
// helper: notes_itself
#include <dlfcn.h>

#include "victim.h"

static void inner(void)
{
    exit(*nowhere);
}

int main(void)
{
    void *library = dlopen("libnotes_itself.so", RTLD_NOW | RTLD_LOCAL);
    void (*notes_itself)(const char *);
    void *address;

    REQUIRE(library != NULL && (address = dlsym(library, "notes_itself")) != NULL);
    memcpy(&notes_itself, &address, sizeof(address));
    notes_itself("loaded");
    outer();
}
