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

/* The one of the same build and place that has more names, whole ones if there are any. */
static const struct signature *better_named(const struct catalogue *catalogue,
                                            const struct signature *poor)
{
    const struct signature *better = NULL;

    for (size_t i = 0; i < catalogue->count; i++) {
        const struct signature *other = &catalogue->entries[i].signature;
        bool more = other->whole || (better == NULL && other->named && !poor->named);
        if (more && strcmp(other->raw, poor->raw) == 0) {
            better = other;
            if (other->whole) {
                break;
            }
        }
    }
    return better;
}

/* A stripped copy of a build whose names are known from another crash is the same bug. */
static void join_signatures(struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        struct signature *poor = &catalogue->entries[i].signature;
        const struct signature *better = poor->whole ? NULL : better_named(catalogue, poor);
        if (better != NULL) {
            memcpy(poor->text, better->text, sizeof poor->text);
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
