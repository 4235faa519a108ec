#include "curl_library.h"

#include <dlfcn.h>
#include <stdbool.h>

/* The ABI has had this name since 2006. */
#define SONAME "libcurl.so.4"

static bool find_all(void *handle, struct curl_library *ret_library)
{
    bool complete = true;

#define CURL_LIBRARY_FIND(name)                                                                \
    *(void **)&ret_library->name = complete ? dlsym(handle, "curl_" #name) : NULL;             \
    complete = complete && ret_library->name != NULL;
    CURL_LIBRARY_FUNCTIONS(CURL_LIBRARY_FIND)
#undef CURL_LIBRARY_FIND
    return complete;
}

const struct curl_library *curl_library(const char **ret_error)
{
    static struct curl_library library;
    static bool loaded;

    if (!loaded) {
        void *handle = dlopen(SONAME, RTLD_NOW | RTLD_LOCAL);
        loaded = handle != NULL && find_all(handle, &library);
    }
    if (!loaded && ret_error != NULL) {
        *ret_error = dlerror();
    }
    return loaded ? &library : NULL;
}
