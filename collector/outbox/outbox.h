/*
 * The outbox: sanitized events on their way to a server, one file each.
 *
 *     outbox/ID.json    to be sent
 *     sent/ID.json      acknowledged; kept for a while to be looked at
 *     rejected/ID.json  will not be sent unless somebody asks (epitaph retry);
 *     rejected/ID.why   says why, in one line
 *
 * An event is always in exactly one of the three and never changes: its id is what lets a
 * server recognise one that was sent twice. A move is one rename, so a kill at any moment
 * leaves it where it was or where it goes. All functions expect the lock (lock.h) to be held.
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "machine/folder.h"

#define OUTBOX_SUFFIX ".json"

struct outbox;

struct outbox_limits {
    size_t max_queue;          /* events in outbox/ */
    size_t history_events;     /* in sent/; rejected/ may hold as many as the queue */
    unsigned history_days;     /* older ones leave sent/ and rejected/ */
    uint64_t free_floor_bytes; /* no new events when the disk has less; 0: no floor */
};

enum outbox_folder { OUTBOX_QUEUE, OUTBOX_SENT, OUTBOX_REJECTED, OUTBOX_FOLDER_COUNT };

/*
 * Open the three folders in the state directory. With FOLDER_READ, what is missing is empty,
 * and so is everything when `state_fd` is -1. Returns 0 or -errno. Close with outbox_close().
 */
int outbox_open(int state_fd, enum folder_mode mode, const struct outbox_limits *limits,
                struct outbox **ret_outbox) __attribute__((warn_unused_result));
void outbox_close(struct outbox *outbox);

/* Remove what a killed run left half written. */
void outbox_sweep(struct outbox *outbox);

/* "outbox", "sent", "rejected". */
const char *outbox_folder_name(enum outbox_folder folder);

/*
 * Add an event; outbox_commit() makes what was added appear, durably. An id that is in any of
 * the folders already is not added again, and that is a success.
 * Returns 0; -EINVAL for an id that may not be a file's name or an event that is too large;
 * -ENOSPC when the disk is below its floor; -errno.
 */
int outbox_put(struct outbox *outbox, const char *event_id, const char *json, size_t length,
               const char *signature) __attribute__((warn_unused_result));

/*
 * Make the events that were put durable. While the queue is over its limit, the oldest event
 * of the signature that has most of them leaves it (see outbox_evicted()). Returns 0 or
 * -errno; then some of them may have appeared and the others never will.
 */
int outbox_commit(struct outbox *outbox) __attribute__((warn_unused_result));

/* How many events outbox_commit() has removed in favour of newer ones since _open(). */
size_t outbox_evicted(const struct outbox *outbox);

/* How many events wait. */
size_t outbox_queued(const struct outbox *outbox);

/* List a folder, oldest first: names are ID.json. */
int outbox_list(const struct outbox *outbox, enum outbox_folder folder,
                struct folder_listing *ret_listing) __attribute__((warn_unused_result));

/* Read one event; free *ret_json. `name` is as listed. */
int outbox_read(const struct outbox *outbox, enum outbox_folder folder, const char *name,
                char **ret_json, size_t *ret_length) __attribute__((warn_unused_result));

/* Is the event of that id in one of the folders, or about to be? */
bool outbox_has(const struct outbox *outbox, const char *event_id);

/* Read the event of that id wherever it lies. -ENOENT when it is nowhere. */
int outbox_find(const struct outbox *outbox, const char *event_id,
                enum outbox_folder *ret_folder, char **ret_json, size_t *ret_length)
    __attribute__((warn_unused_result));

/* The server has it. outbox_settle() makes a series of these durable. */
int outbox_sent(struct outbox *outbox, const char *name) __attribute__((warn_unused_result));

/* Send the others first: the event becomes the newest of the queue. */
int outbox_defer(struct outbox *outbox, const char *name) __attribute__((warn_unused_result));

/* Set aside, with the reason in one line. */
int outbox_reject(struct outbox *outbox, const char *name, const char *why)
    __attribute__((warn_unused_result));

/* Put a rejected event back into the queue. */
int outbox_retry(struct outbox *outbox, const char *name) __attribute__((warn_unused_result));

/* Remove an event for good. */
int outbox_remove(struct outbox *outbox, enum outbox_folder folder, const char *name)
    __attribute__((warn_unused_result));

/* Make moves durable. */
int outbox_settle(struct outbox *outbox) __attribute__((warn_unused_result));

/* Delete the files that are kept to be used again (spares.h). */
void outbox_drop_spares(struct outbox *outbox);

/* Drop what is beyond the history's limits. `now_s` is seconds since 1970. */
int outbox_prune(struct outbox *outbox, int64_t now_s) __attribute__((warn_unused_result));

#endif
