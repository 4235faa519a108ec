#include "demangle.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <libiberty/demangle.h>

/* cplus_demangle_v3() takes types too, "i" is int; a symbol says what it is. */
static bool looks_mangled(const char *symbol)
{
    return strncmp(symbol, "_Z", 2) == 0 || strncmp(symbol, "__Z", 3) == 0 ||
           strncmp(symbol, "_R", 2) == 0 || strncmp(symbol, "___Z", 4) == 0;
}

/* Take over what libiberty made, unless it is absurd. */
static char *bounded(char *demangled)
{
    if (demangled != NULL && strlen(demangled) > DEMANGLE_LENGTH_MAX) {
        free(demangled);
        return NULL;
    }
    return demangled;
}

char *demangle_symbol(const char *symbol)
{
    size_t length = strcspn(symbol, "@"); /* memcpy@@GLIBC_2.14 */
    char *name = strndup(symbol, length < DEMANGLE_LENGTH_MAX ? length : DEMANGLE_LENGTH_MAX);
    char *demangled = NULL;

    if (name == NULL || !looks_mangled(name)) {
        return name;
    }
    demangled = bounded(rust_demangle(name, DMGL_PARAMS));
    if (demangled == NULL) {
        /* Only instances of templates have a return type in their name: it would hide them. */
        demangled = bounded(cplus_demangle_v3(name, DMGL_PARAMS | DMGL_ANSI | DMGL_RET_DROP));
    }
    if (demangled == NULL) {
        return name;
    }
    free(name);
    return demangled;
}

/* std::string as everybody calls it; its own name is longer than what is thrown with it. */
static void shorten_string(char *type)
{
    static const char whole[] =
        "std::__cxx11::basic_string<char, std::char_traits<char>, std::allocator<char> >";
    static const char known[] = "std::string";

    for (char *at = strstr(type, whole); at != NULL; at = strstr(at, whole)) {
        memcpy(at, known, sizeof known - 1);
        at += sizeof known - 1;
        memmove(at, at + sizeof whole - sizeof known,
                strlen(at + sizeof whole - sizeof known) + 1);
    }
}

char *demangle_type(const char *type)
{
    /* Types of internal linkage are marked so that their addresses are compared; not a name. */
    const char *name = type[0] == '*' ? type + 1 : type;
    char *demangled = NULL;

    if (strlen(name) <= DEMANGLE_LENGTH_MAX) {
        demangled = bounded(cplus_demangle_v3(name, DMGL_PARAMS | DMGL_ANSI | DMGL_TYPES));
    }
    if (demangled == NULL) {
        return strndup(name, DEMANGLE_LENGTH_MAX);
    }
    shorten_string(demangled);
    return demangled;
}
