#include "config_origins.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct origin {
    char *key;   /* "DESTINATION SETTING" */
    char *place; /* "FILE:LINE" */
};

struct config_origins {
    struct origin *items;
    size_t count;
};

static struct origin *find(const struct config_origins *origins, const char *destination,
                           const char *setting)
{
    size_t length = strlen(destination);

    for (size_t i = 0; origins != NULL && i < origins->count; i++) {
        struct origin *origin = &origins->items[i];
        if (strncmp(origin->key, destination, length) == 0 && origin->key[length] == ' ' &&
            strcmp(origin->key + length + 1, setting) == 0) {
            return origin;
        }
    }
    return NULL;
}

static struct origin *add(struct config_origins *origins, const char *destination,
                          const char *setting)
{
    struct origin *grown =
        reallocarray(origins->items, origins->count + 1, sizeof *origins->items);

    if (grown == NULL) {
        return NULL;
    }
    origins->items = grown;
    struct origin *origin = &grown[origins->count];
    *origin = (struct origin){0};
    if (asprintf(&origin->key, "%s %s", destination, setting) < 0) {
        return NULL;
    }
    origins->count++;
    return origin;
}

int config_origins_note(struct config_origins **origins, const char *destination,
                        const char *setting, const char *file, unsigned line)
{
    struct config_origins *all = *origins != NULL ? *origins : calloc(1, sizeof *all);
    char *place = NULL;

    if (all == NULL) {
        return -ENOMEM;
    }
    *origins = all;
    if (asprintf(&place, "%s:%u", file, line) < 0) {
        return -ENOMEM;
    }
    struct origin *origin = find(all, destination, setting);
    if (origin == NULL) {
        origin = add(all, destination, setting);
    }
    if (origin == NULL) {
        free(place);
        return -ENOMEM;
    }
    free(origin->place);
    origin->place = place;
    return 0;
}

const char *config_origins_find(const struct config_origins *origins, const char *destination,
                                const char *setting)
{
    const struct origin *origin = find(origins, destination, setting);

    if (origin == NULL) {
        origin = find(origins, destination, "");
    }
    return origin != NULL ? origin->place : NULL;
}

void config_origins_free(struct config_origins *origins)
{
    if (origins == NULL) {
        return;
    }
    for (size_t i = 0; i < origins->count; i++) {
        free(origins->items[i].key);
        free(origins->items[i].place);
    }
    free(origins->items);
    free(origins);
}
