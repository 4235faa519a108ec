/* Crashes of one signature: the same bug, as far as can be told. */
#ifndef GROUPS_H
#define GROUPS_H

#include "catalogue.h"

/* Which crashes to look at. NULL and 0: all. */
struct groups_filter {
    const char *app;       /* the name of the program or of the application */
    const char *signal;    /* "SIGSEGV" or "SEGV" */
    const char *signature; /* or the beginning of one */
    uint64_t since_ns;
};

struct group {
    const struct catalogue_entry *latest; /* stands for the group */
    uint64_t count;                       /* of crashes, not of records */
    uint64_t first_seen_ns;
    uint64_t last_seen_ns;
    size_t entries;
};

struct groups {
    struct group *groups; /* the latest first */
    size_t count;
};

bool groups_match(const struct groups_filter *filter, const struct catalogue_entry *entry);

/* Group them; borrows the catalogue. Returns 0 or -ENOMEM; free with groups_done(). */
int groups_make(const struct catalogue *catalogue, const struct groups_filter *filter,
                struct groups *ret_groups) __attribute__((warn_unused_result));

/* The most frequent first; equal ones as they were. */
void groups_sort_by_count(struct groups *groups);

void groups_done(struct groups *groups);

#endif
