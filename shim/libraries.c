/* The closing of libraries. */
#include <stddef.h>

#include "async_safe/unloaded_modules.h"
#include "export.h"
#include "next.h"

/*
 * The loader unmaps a library by system calls of its own, so what was where is noted before. A
 * handle of dlopen(3) is the library's link map; dlclose reads it unchecked as well.
 */
EXPORT int dlclose(void *handle)
{
    if (handle != NULL) {
        unloaded_modules_add(handle);
    }
    return next()->dlclose(handle);
}
