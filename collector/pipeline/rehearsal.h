/*
 * A rehearsal: the state directory and our own spool, copied to a private place, so that
 * `collect --dry-run` can do all that a run would do, on the copy, and change nothing.
 */
#ifndef REHEARSAL_H
#define REHEARSAL_H

#include "site.h"

struct rehearsal {
    struct site site; /* of the copy; its configuration is borrowed from the original */
    char *directory;
};

/* Copy. Returns 0 or -errno; end with rehearsal_end() in either case. */
int rehearsal_begin(const struct site *original, struct rehearsal *ret_rehearsal)
    __attribute__((warn_unused_result));

/* Remove the copy. */
void rehearsal_end(struct rehearsal *rehearsal);

#endif
