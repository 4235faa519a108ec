/*
 * The ways that an event takes: one for each destination, with an outbox and a memory of its
 * own, so that none can hold up another.
 *
 *     STATE/{outbox,sent,rejected,state}                     the unnamed destination
 *     STATE/destinations/NAME/{outbox,sent,rejected,state}   one that is called NAME
 *
 * An event is put into all outboxes before what it came from may go. A kill in between lets it
 * come again: where it is already it stays, and where it is not it arrives as the same bytes,
 * for an id is one event everywhere. The copies are files of their own rather than links: the
 * time of a file orders its queue, and links would share it.
 *
 * The file STATE/state also holds what is not of one destination: the counters of harvesting.
 * All functions but routes_open() expect the lock (lock.h) to be held.
 */
#ifndef ROUTES_H
#define ROUTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "outbox.h"
#include "state.h"

#define ROUTES_FOLDER "destinations"

struct config;
struct destination;

struct route {
    char *name; /* "" for the unnamed one */
    /* NULL: it is not, or no longer, one that events go to; only with ROUTES_ALL. */
    const struct destination *destination;
    int folder_fd; /* where its state is; -1: FOLDER_READ, and there is none yet */
    struct outbox *outbox;
    struct state *state;
    bool state_damaged; /* the file was: this is an empty one */
    struct state own;   /* used by routes.c */
};

struct routes {
    struct route *items; /* the unnamed one first, if it is one of them */
    size_t count;
    struct state whole; /* of STATE/state; also the unnamed one's */
    bool whole_damaged;
    struct outbox *unplaced; /* of the unnamed one where it is no destination; else NULL */
};

enum routes_choice {
    ROUTES_CONFIGURED, /* where events go to */
    ROUTES_ALL,        /* and whatever else has a folder: the unnamed one, those removed */
};

/*
 * Open them, with what they remember. With FOLDER_READ, what is missing is empty, and so is
 * everything when `state_fd` is -1. Returns 0 or -errno, with the name of what is in the way in
 * *ret_culprit ("" for STATE itself; static or of the configuration). Close with
 * routes_close().
 */
int routes_open(int state_fd, enum folder_mode mode, const struct outbox_limits *limits,
                const struct config *config, enum routes_choice choice,
                struct routes **ret_routes, const char **ret_culprit)
    __attribute__((warn_unused_result));
void routes_close(struct routes *routes);

/* Remove what a killed run left half written. */
void routes_sweep(struct routes *routes);

/* The route of that name; NULL when there is none. */
struct route *routes_find(struct routes *routes, const char *name);

/*
 * Put an event into all outboxes, as outbox_put(); routes_commit() makes it appear, durably.
 * An event that one of them has already, wherever in it, is taken from there.
 */
int routes_put(struct routes *routes, const char *event_id, const char *json, size_t length,
               const char *signature) __attribute__((warn_unused_result));
int routes_commit(struct routes *routes) __attribute__((warn_unused_result));

/* Has any of them the event, wherever in it? */
bool routes_have(const struct routes *routes, const char *event_id);

/*
 * Remove the folders of a route that is configured no more and holds no event any more: what it
 * remembers goes with them. Nothing happens to any other. Returns 0 or -errno.
 */
int routes_remove_empty(struct routes *routes, int state_fd)
    __attribute__((warn_unused_result));

/*
 * Events that waited because there was no destination at all go to those that there are now.
 * Returns 0 or -errno.
 */
int routes_adopt(struct routes *routes) __attribute__((warn_unused_result));

#endif
