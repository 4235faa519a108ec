/* What outbox.c and outbox_moves.c share; nobody else includes it. */
#ifndef OUTBOX_OWN_H
#define OUTBOX_OWN_H

#include "outbox.h"
#include "spares.h"

struct eviction;

struct outbox_staged {
    char *name;
    char *signature;
};

struct outbox {
    int fds[OUTBOX_FOLDER_COUNT];
    struct spares spares; /* in outbox/, of what left the queue or the history */
    struct outbox_limits limits;
    size_t queued;
    size_t evicted;
    struct outbox_staged *staged; /* put and not yet committed */
    size_t staged_count;
    size_t staged_capacity;
    struct eviction *eviction; /* made when the queue is first too long; NULL while unknown */
};

/* The queue has changed otherwise than by adding: the index is made anew when needed. */
void outbox_forget_index(struct outbox *outbox);

#endif
