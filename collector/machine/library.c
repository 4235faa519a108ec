#include "library.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The directory of our own executable, or NULL. */
static char *own_directory(void)
{
    char *path = realpath("/proc/self/exe", NULL);
    char *slash = path != NULL ? strrchr(path, '/') : NULL;

    if (slash != NULL) {
        *slash = '\0';
    }
    return path;
}

char *library_find(void)
{
    static const char *const places[] = {"../" EPITAPH_LIBDIR "/epitaph/" LIBRARY_NAME,
                                         "../lib/epitaph/" LIBRARY_NAME,
                                         "../shim/" LIBRARY_NAME};
    const char *chosen = getenv("EPITAPH_LIBRARY");
    char *directory = own_directory();
    char *found = NULL;

    if (chosen != NULL && chosen[0] != '\0') {
        free(directory);
        return realpath(chosen, NULL);
    }
    for (size_t i = 0; directory != NULL && found == NULL && i < sizeof places / sizeof *places;
         i++) {
        char *path = NULL;
        if (asprintf(&path, "%s/%s", directory, places[i]) < 0) {
            break;
        }
        found = realpath(path, NULL);
        free(path);
    }
    free(directory);
    return found;
}

bool library_can_be_preloaded(const char *library)
{
    return strpbrk(library, " :") == NULL;
}
