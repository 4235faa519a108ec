/*
 * Delivery: the outbox to a server, batch by batch, until it is empty or something says stop.
 *
 * An event leaves the outbox only when a server has answered for it. Whatever else happens,
 * it stays and goes again, under the same id.
 */
#ifndef DELIVER_H
#define DELIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http/http.h"
#include "machine/lock.h"
#include "outbox/outbox.h"
#include "outbox/state.h"

#define DELIVER_BATCH_MAX 100
#define DELIVER_BATCH_BYTES 1048576

struct destination;

struct deliver_settings {
    const struct destination *destination;
    const struct http_address *address;
    size_t batch_size;
    size_t batch_bytes;
    unsigned max_retries; /* in one run */
    long request_timeout_ms;
    bool compress;
    bool zstd;          /* where the server says that it reads that */
    int64_t deadline_s; /* no request and no waiting beyond this */
};

/* The world, as parameters, so that a test can be the world. */
struct deliver_world {
    void *context;
    int64_t (*now_s)(void *context);
    void (*sleep_s)(void *context, int64_t seconds); /* may return early when stopping */
    bool (*stopping)(void *context);                 /* is it time to end? */
    uint64_t (*random)(void *context);
    /* After every request; may be NULL. */
    void (*progress)(void *context, size_t sent, size_t waiting);
    int (*post)(void *context, const struct http_request *request,
                struct http_response *ret_response);
};

/* What the run works on. Everything is borrowed; the lock is held when deliver_all() is called.
 */
struct deliver_tools {
    struct outbox *outbox;
    const struct lock *lock;
    int state_fd;
    struct state *state; /* saved after every request */
};

enum deliver_end {
    DELIVER_DONE,        /* the outbox is empty */
    DELIVER_DEFERRED,    /* an earlier failure or the server's wish says: not yet */
    DELIVER_KEPT,        /* the server failed or asked for time */
    DELIVER_UNREACHABLE, /* there was no answer */
    DELIVER_REFUSED,     /* 401, 403 */
    DELIVER_MISDIRECTED, /* 3xx */
    DELIVER_TIMED_OUT,   /* the deadline came first, or somebody wants us to end */
    DELIVER_SUPERSEDED,  /* another collector took the lock while we waited */
    DELIVER_FAILED,      /* our own disk or memory */
};

struct deliver_report {
    enum deliver_end end;
    size_t sent;
    size_t rejected;
    size_t unreadable;
    uint64_t dropped; /* of those sent: the receiver says that it threw them away */
    int64_t wait_s; /* DELIVER_DEFERRED, _KEPT, _UNREACHABLE: seconds until the next attempt */
    int error;      /* DELIVER_FAILED: -errno */
    char words[STATE_ERROR_SIZE];         /* what went wrong, one line; "" when nothing did */
    char dropped_words[STATE_ERROR_SIZE]; /* what the receiver says of those dropped */
};

/* One destination's share of a run. All borrowed. */
struct deliver_job {
    const struct deliver_settings *settings; /* the same deadline for all jobs of a run */
    const struct deliver_tools *tools;       /* the same lock */
    const struct deliver_world *world;       /* the same clock */
    struct deliver_report *report;           /* filled */
};

/*
 * Deliver to all of them. In a round each that may be asked gets its turn, those that have not
 * failed before others, and each at most an even share of the time that is left: what one does
 * not use is there for the next. Rounds follow, after a wait where one is owed, for those that
 * failed and may be tried again and those whose share was too short, until the deadline.
 *
 * The lock is not held while it sleeps; it is when it returns, but for _SUPERSEDED, which
 * is then the end of every job that was not at its end.
 */
void deliver_all(const struct deliver_job *jobs, size_t count);

#endif
