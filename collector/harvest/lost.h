/*
 * What spools have lost. A spool counts the crashes that found no free slot since it was made;
 * lost/UID in the state directory remembers what it said when we looked last.
 */
#ifndef LOST_H
#define LOST_H

#include <stdint.h>
#include <sys/types.h>

/*
 * Set *ret_since to what that user's spool, which now says `total`, has lost since the last
 * look, and remember the total. Returns 0 or -errno; then it may be told again.
 */
int lost_since(int state_fd, uid_t uid, uint64_t total, uint64_t *ret_since)
    __attribute__((warn_unused_result));

#endif
