#include "async_safe/state.h"
#include "environment.h"

#include <stddef.h>
#include <string.h>

static char **g_environment STATE_AT_HAND;

void environment_set(char **environment)
{
    g_environment = environment;
}

const char *environment_get(const char *name)
{
    size_t length = strlen(name);

    for (char **entry = g_environment; entry != NULL && *entry != NULL; entry++) {
        if ((*entry)[0] == name[0] && strncmp(*entry, name, length) == 0 &&
            (*entry)[length] == '=') {
            const char *value = *entry + length + 1;
            return value[0] != '\0' ? value : NULL;
        }
    }
    return NULL;
}
