/*
 * Another user's spool, harvested by root through a child that has become that user.
 *
 * Nothing of the user's is opened by root. The child (epitaph glean) is a fresh process with
 * the user's ids and no others, no descriptor but two pipes and what to hide, and no
 * environment; it reads the spool, makes events, and hands them over. What comes out of the
 * pipe is as hostile as the user: sizes, time and number are bounded, and every event is
 * checked.
 *
 * Child to parent, each a byte and a length (native) before the payload:
 *     'E' an event    'L' crashes the spool lost, ever (8 bytes)    'W' words on an error
 *     'S' (empty) the round is complete: make it durable
 * Parent to child: one byte for every 'S', after which the child frees the slots.
 */
#ifndef FOREIGN_H
#define FOREIGN_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "event/event.h"

#define FOREIGN_EVENT 'E'
#define FOREIGN_LOST 'L'
#define FOREIGN_WORDS 'W'
#define FOREIGN_SETTLE 'S'
#define FOREIGN_WORDS_MAX 256
/* No slot count is larger than 4096, and a slot is handed over once a run. */
#define FOREIGN_EVENTS_MAX 4096u

/* And so many times may it be made durable: a round holds up to 256 events. */
#define FOREIGN_ROUNDS_MAX 64u

/* The descriptors of the child's pipes. */
#define FOREIGN_TO_PARENT 3
#define FOREIGN_FROM_PARENT 4
/* And what to hide besides, packed: see redaction.h. */
#define FOREIGN_REDACTION 5

struct redaction;

struct foreign_door {
    void *context;
    const struct redaction *redaction; /* what the child is to hide besides; may be NULL */
    void (*begin)(void *context);
    /* One event, as the user's child has it. -EBADMSG: it is none, and is counted. */
    int (*admit)(void *context, const char *json, size_t length);
    int (*settle)(void *context);
};

struct foreign_report {
    unsigned events;
    unsigned invalid;              /* handed over, and no events */
    uint64_t lost;                 /* as the spool says: ever */
    char words[FOREIGN_WORDS_MAX]; /* what the child could not do; printable, "" when nothing */
};

/*
 * Harvest the spool at `path` as user `uid`. Returns 0; -ETIMEDOUT for a child that took
 * longer than `timeout_ms` (it is killed); -EPROTO for one that did not keep to the above;
 * -errno of ours, or of the door. What was settled before is safe.
 */
int foreign_harvest(const char *path, uid_t uid, const struct event_origin *origin,
                    int timeout_ms, const struct foreign_door *door,
                    struct foreign_report *ret_report) __attribute__((warn_unused_result));

#endif
