#include "catalogue.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The latest first; equal times by id, so that the order is the same every time. */
static int by_time(const void *left, const void *right)
{
    const struct catalogue_entry *a = left, *b = right;
    uint64_t at = clean_crash_view(a->clean)->last_seen_ns;
    uint64_t bt = clean_crash_view(b->clean)->last_seen_ns;

    return at != bt ? (at > bt ? -1 : 1) : strcmp(a->id, b->id);
}

/* A stripped copy of a build whose names are known from another crash is the same bug. */
static void join_signatures(struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        struct signature *raw = &catalogue->entries[i].signature;

        for (size_t n = 0; n < catalogue->count && !raw->named; n++) {
            const struct signature *other = &catalogue->entries[n].signature;
            if (other->named && strcmp(other->raw, raw->raw) == 0) {
                memcpy(raw->text, other->text, sizeof raw->text);
                break;
            }
        }
    }
}

void catalogue_settle(struct catalogue *catalogue)
{
    if (catalogue->count > 1) {
        qsort(catalogue->entries, catalogue->count, sizeof *catalogue->entries, by_time);
    }
    join_signatures(catalogue);
}

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
