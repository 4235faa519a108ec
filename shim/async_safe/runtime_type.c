#include "safe.h"

#include "modules.h"
#include "runtime_type.h"

/* CPython, also where it is embedded. Weak: bound when the process started. Few such symbols,
 * because each costs every start a look through all libraries. */
extern const char *_Py_DumpTracebackThreads(int, void *, void *) __attribute__((weak));

static const struct name {
    const char *prefix, *type;
} names[] = {
    {"python", "python"}, {"pypy", "python"}, {"nodejs", "node"},
    {"node", "node"},     {"java", "jvm"},    {"ruby", "ruby"},
    {"perl", "perl"},     {"php", "php"},     {"dotnet", "dotnet"},
};

static const char *last_part(const char *path)
{
    const char *part = path;

    for (; *path != '\0'; path++) {
        if (*path == '/') {
            part = path + 1;
        }
    }
    return part;
}

/* Does `name` begin with `prefix`, as a word? python3.11 does, phpmyadmin does not. */
static bool is_called(const char *name, const char *prefix)
{
    size_t length = strlen(prefix);

    for (size_t i = 0; i < length; i++) {
        if (name[i] != prefix[i]) {
            return false;
        }
    }
    return name[length] < 'a' || name[length] > 'z';
}

const char *runtime_type(const char *exe)
{
    /* The executable's name is the most specific evidence, then what is linked in. */
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (is_called(last_part(exe), names[i].prefix)) {
            return names[i].type;
        }
    }
    if (_Py_DumpTracebackThreads != NULL) {
        return "python";
    }
    return exe_is_go() ? "go" : "native";
}
