/*
 * The harvest: records move from a spool, where they block slots, into the state directory.
 *
 *     incoming/ID.record   taken from a spool, not yet an event
 *     crashes/ID.record    an event was made of it; kept a while for `epitaph show`
 *     lost/UID             how many crashes that spool had lost when we looked last
 *
 * A slot is freed only after its record is on disk under its id, so a kill at any moment loses
 * nothing, and the next run recognises what it finds again by the id. All functions expect the
 * lock (lock.h) to be held. Raw records never leave the machine.
 */
#ifndef HARVEST_H
#define HARVEST_H

#include <stdint.h>

#include "event/event.h"
#include "examine.h"
#include "spool.h"

#define HARVEST_SUFFIX ".record"
#define HARVEST_INCOMING "incoming"
#define HARVEST_CRASHES "crashes"
/* When events cannot be made for long, records stay in the spool rather than fill the disk. */
#define HARVEST_INCOMING_MAX 1024u
#define HARVEST_HISTORY_RECORDS 200u
#define HARVEST_HISTORY_DAYS 30u

struct harvest_report {
    unsigned taken; /* records that are in incoming/ now */
    unsigned torn;  /* of these: the writer died before the end */
    unsigned known; /* were harvested before a kill */
    unsigned busy;  /* being written as we looked */
    unsigned left;  /* stay in the spool: incoming/ is full, or the slot was not readable */
    uint64_t lost;  /* crashes that found no slot since the last harvest */
};

/*
 * Take every record out of the spool at `path`, which must be the effective user's own.
 * Returns 0, or -errno: of spool_open(), or of the first record that could not be written;
 * what was taken before is safe, the rest stays. *ret_report is filled in either case.
 */
int harvest_spool(const char *path, int state_fd, struct harvest_report *ret_report)
    __attribute__((warn_unused_result));

/* A slot's record as it is kept: the harvest line (record.h), then the text as far as it is
 * whole lines. */
struct harvest_record {
    char id[CRASH_ID_LENGTH + 1]; /* its own, or one made of its bytes where it has none */
    bool torn;
    char *text;
    size_t length;
};

/* Compose it of what was in a slot. Returns 0 or -ENOMEM; the caller frees the text. */
int harvest_compose(const struct spool_slot *slot, uint32_t owner_uid, const char *text,
                    size_t length, struct harvest_record *ret_record)
    __attribute__((warn_unused_result));

/* Where events go. */
struct harvest_door {
    void *context;
    /* A round of at most HARVEST_ROUND_MAX events begins. May be NULL. */
    void (*begin)(void *context);
    /* Take one event. -EBADMSG: not wanted, the record is done with; other errors stop. */
    int (*admit)(void *context, const struct event *event);
    /* Make the round durable; after this its records go. May be NULL. */
    int (*settle)(void *context);
};
#define HARVEST_ROUND_MAX 256u /* as many as quota.h remembers */

/*
 * Make an event of every record in incoming/, oldest first, hand it to the door, and move the
 * record to crashes/. A record of which nothing can be made goes there without an event.
 * Returns 0 or the first -errno of the door or the disk; the records concerned stay.
 */
int harvest_examine(int state_fd, struct examiner *examiner, const struct event_origin *origin,
                    const struct harvest_door *door) __attribute__((warn_unused_result));

/* Drop what is beyond the limits of crashes/. `now_s` is seconds since 1970. 0 or -errno. */
int harvest_prune(int state_fd, unsigned records, unsigned days, int64_t now_s)
    __attribute__((warn_unused_result));

#endif
