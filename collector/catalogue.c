#include "catalogue.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

void catalogue_done(struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        clean_crash_free(catalogue->entries[i].clean);
        free(catalogue->entries[i].reason);
        for (size_t n = 0; n < catalogue->entries[i].standing_count; n++) {
            free(catalogue->entries[i].standings[n].why);
        }
        free(catalogue->entries[i].standings);
        free(catalogue->entries[i].registers);
        free(catalogue->entries[i].code_bytes);
    }
    free(catalogue->entries);
    *catalogue = (struct catalogue){.entries = NULL};
}

static bool has_prefix(const char *id, const char *prefix)
{
    for (; *prefix != '\0'; prefix++) {
        if (*prefix == '-') {
            continue;
        }
        if (*id == '\0' || *id != tolower((unsigned char)*prefix)) {
            return false;
        }
        id++;
    }
    return true;
}

int catalogue_find(const struct catalogue *catalogue, const char *prefix,
                   const struct catalogue_entry **ret_entry)
{
    const struct catalogue_entry *found = NULL;

    if (strcmp(prefix, "last") == 0) {
        if (catalogue->count == 0) {
            return -ENOENT;
        }
        *ret_entry = &catalogue->entries[0];
        return 0;
    }
    for (size_t i = 0; i < catalogue->count && prefix[0] != '\0'; i++) {
        if (has_prefix(catalogue->entries[i].id, prefix)) {
            if (found != NULL) {
                return -EEXIST;
            }
            found = &catalogue->entries[i];
        }
    }
    if (found == NULL) {
        return -ENOENT;
    }
    *ret_entry = found;
    return 0;
}

const char *catalogue_place_word(enum catalogue_place place)
{
    static const char *const words[] = {
        [CATALOGUE_SPOOL] = "new", [CATALOGUE_INCOMING] = "harvested",
        [CATALOGUE_KEPT] = "kept", [CATALOGUE_QUEUED] = "queued",
        [CATALOGUE_SENT] = "sent", [CATALOGUE_REJECTED] = "rejected",
    };

    return words[place];
}
