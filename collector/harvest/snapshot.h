/* The records of a spool as they are now, for reading only. */
#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include "crash/crash.h"
#include "spool.h"

/* One record in a spool. */
struct snapshot {
    struct spool_slot slot;
    char *text;
    size_t length;
    struct crash *crash; /* parsed, with what the slot knows: count, first and last seen */
};

/*
 * Copy the record of slot `index` without changing the file, also while others write to it.
 * Returns 0 and fills *ret_snapshot (free with snapshot_done()); -ENOENT when the slot holds
 * no record; another -errno when it cannot be read.
 */
int snapshot_take(const struct spool *spool, unsigned index, struct snapshot *ret_snapshot)
    __attribute__((warn_unused_result));
void snapshot_done(struct snapshot *snapshot);

#endif
