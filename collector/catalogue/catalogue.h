/*
 * Every crash that is known here, wherever it is on its way: still in the spool, harvested,
 * queued, sent, rejected. What `epitaph list` and `epitaph show` show.
 */
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include <stddef.h>

#include "diagnosis/signature.h"
#include "formats/destination.h"
#include "harvest/examine.h"

/* How far a crash has come. */
enum catalogue_place {
    CATALOGUE_SPOOL,    /* where the dying process left it */
    CATALOGUE_INCOMING, /* harvested */
    CATALOGUE_KEPT, /* no event of its own: counted on another of its signature, or purged */
    CATALOGUE_QUEUED,
    CATALOGUE_SENT,
    CATALOGUE_REJECTED,
};

/* How far it has come on the way to one destination. */
struct catalogue_standing {
    char destination[DESTINATION_NAME_MAX + 1]; /* "": the unnamed one */
    enum catalogue_place place;
    char *why; /* it was rejected, in one line; NULL: it was not, or nobody said */
};

struct catalogue_entry {
    char id[CRASH_ID_LENGTH + 1];
    enum catalogue_place place; /* of several destinations, where the most is to be done */
    struct clean_crash *clean;
    struct signature signature;
    char *reason;
    struct catalogue_standing *standings; /* none before it is an event */
    size_t standing_count;
    char *registers; /* as recorded, printable; NULL: not kept any more */
    char *code_bytes;
};

struct catalogue {
    struct catalogue_entry *entries; /* the latest first */
    size_t count;
    size_t unreadable; /* files that are no crashes */
    int spool_error;   /* why the spool could not be read; 0: it could, or there is none */
};

/*
 * Read them all without changing anything: the effective user's spool in `spool_directory`,
 * and the state directory (`state_fd` -1: there is none yet). Frames of crashes that are not
 * events yet are named on the spot. A spool that cannot be read does not hide the rest.
 * Returns 0 or -errno; free with catalogue_done().
 */
int catalogue_load(const char *spool_directory, int state_fd, struct examiner *examiner,
                   struct catalogue *ret_catalogue) __attribute__((warn_unused_result));
void catalogue_done(struct catalogue *catalogue);

/* When all entries are there: put them in order, and those of one bug under one signature. */
void catalogue_settle(struct catalogue *catalogue);

/*
 * The entry whose id begins with `prefix` (dashes do not count), or the latest for "last".
 * Returns 0; -ENOENT; -EEXIST when several do.
 */
int catalogue_find(const struct catalogue *catalogue, const char *prefix,
                   const struct catalogue_entry **ret_entry)
    __attribute__((warn_unused_result));

const char *catalogue_place_word(enum catalogue_place place);

#endif
