/*
 * Whom to hide: the homes and users a sanitizer was given, and literal strings besides.
 * They are few; each is found by its first three bytes in the same pass as the rules.
 */
#ifndef IDENTITY_H
#define IDENTITY_H

#include <stddef.h>
#include <stdint.h>

#include "tables/tables.h"

struct scan;

/* IDENTITY_PART is how a user's name of two letters is kept, which stands in paths only: with
 * the slash before it. */
enum identity_kind { IDENTITY_HOME, IDENTITY_USER, IDENTITY_LITERAL, IDENTITY_PART };

struct identity_entry {
    char *text; /* lower case, unless it is a path */
    size_t length;
    enum identity_kind kind;
    unsigned int window; /* of its first three bytes */
};

struct identity {
    struct identity_entry *entries; /* longest first */
    size_t count;
    size_t capacity;
    uint64_t own[TABLE_WINDOWS / 64]; /* a bit for each of the entries' windows: see tables.h */
    uint8_t wakes[TABLE_WINDOWS];     /* 1 for theirs and the rules' */
};

/* Start with none. */
void identity_init(struct identity *identity);

/* Add one; what is too short or too common to be told from other words is ignored, and a user
 * of two letters is hidden in paths only. Returns 0 or -ENOMEM. */
int identity_add(struct identity *identity, enum identity_kind kind, const char *text)
    __attribute__((warn_unused_result));
void identity_done(struct identity *identity);

/* Windows of rules and entries, in one table for the pass. */
static inline const uint8_t *identity_wakes(const struct identity *identity)
{
    return identity->wakes;
}

/* Whether some entry begins with this window. */
static inline int identity_begins(const struct identity *identity, unsigned int window)
{
    return (int)(identity->own[window >> 6] >> (window & 63) & 1);
}

void match_identity(struct scan *scan, size_t at);

#endif
