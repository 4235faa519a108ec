#include "os_release.h"

#include <stdio.h>
#include <string.h>

#define KEY "PRETTY_NAME="

/* os-release(5): KEY=value or KEY="value". */
static void take_value(const char *line, char *name, size_t size)
{
    const char *value = line + strlen(KEY);
    char quote = *value == '"' || *value == '\'' ? *value : '\0';

    value += quote != '\0';
    size_t length =
        quote != '\0' ? strcspn(value, quote == '"' ? "\"\n" : "'\n") : strcspn(value, "\n");
    snprintf(name, size, "%.*s", (int)length, value);
}

const char *os_release_name(void)
{
    static char name[128];
    static int looked;
    char line[512];

    if (looked) {
        return name;
    }
    looked = 1;
    FILE *file = fopen("/etc/os-release", "re");
    file = file != NULL ? file : fopen("/usr/lib/os-release", "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, KEY, strlen(KEY)) == 0) {
            take_value(line, name, sizeof name);
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return name;
}
