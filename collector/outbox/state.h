/*
 * What the collector remembers from run to run: the backoff, what happened last, and how many
 * crashes went where. A small text file, `state` in the state directory, replaced atomically:
 *
 *     epitaph-state: 1
 *     failures: 2
 *     ...
 *     end:
 *
 * Unknown keys are skipped, so an older version can read a newer file. A damaged file is not
 * worth stopping for: the caller says so and starts anew.
 */
#ifndef STATE_H
#define STATE_H

#include <stddef.h>
#include <stdint.h>

#include "formats/backoff.h"

#define STATE_ERROR_SIZE 256

/* Where crashes went, since this state directory exists. */
enum state_counter {
    STATE_QUEUED,           /* put into the outbox */
    STATE_SENT,             /* acknowledged by the server, duplicates included */
    STATE_DUPLICATE,        /* of these: the server had them already */
    STATE_REJECTED,         /* set aside in rejected/ */
    STATE_UNREADABLE,       /* damaged outbox files, set aside too */
    STATE_FOLDED_SIGNATURE, /* beyond per_signature_per_hour: counted on a later event */
    STATE_FOLDED_DAY,       /* beyond per_day: likewise */
    STATE_DROPPED_QUEUE,    /* left a full outbox for newer ones */
    STATE_DROPPED_SPOOL,    /* found no free slot in the spool */
    STATE_DROPPED_RECEIVER, /* a server acknowledged them and said that it threw them away */
    STATE_DROPPED_INVALID,  /* a user's harvest handed over what is no event */
    STATE_COUNTER_COUNT
};

/* Whether the server takes compressed bodies. */
enum state_compression {
    STATE_COMPRESSION_UNTRIED,
    STATE_COMPRESSION_WORKS,
    STATE_COMPRESSION_REFUSED
};

struct state {
    struct backoff backoff;
    enum state_compression compression;
    int64_t compression_s; /* when that was learnt */
    int64_t zstd_s;        /* when the server last said that it reads zstd; 0: it does not */
    uint32_t batch_cap;    /* events in the next batch after failures; 0: no cap */
    int64_t last_run_s;    /* seconds since 1970; 0: never */
    int64_t last_attempt_s;
    int64_t last_success_s;
    int last_status;                   /* of HTTP; 0: no answer */
    char last_error[STATE_ERROR_SIZE]; /* one line; "" when the last attempt went well */
    uint64_t counters[STATE_COUNTER_COUNT];
    uint64_t told[STATE_COUNTER_COUNT]; /* what crash.dropped has said of each so far */
};

/* The key of a counter, as in the file and in `epitaph status --json`. */
const char *state_counter_name(enum state_counter counter);

/* Is this one of the counters that crash.dropped tells of? */
int state_counter_is_drop(enum state_counter counter);

/*
 * Parse the text of a state file. Returns 0; -EBADMSG when it is not one, is cut short, or
 * holds a number that is none, and then leaves *ret_state untouched.
 */
int state_parse(const char *text, size_t length, struct state *ret_state)
    __attribute__((warn_unused_result));

/* Read it from the state directory. No file yet is an empty state. As state_parse() else. */
int state_load(int folder_fd, struct state *ret_state) __attribute__((warn_unused_result));

/* Replace the file. Returns 0 or -errno. */
int state_save(int folder_fd, const struct state *state) __attribute__((warn_unused_result));

/* Note what went wrong, as one line of printable characters. "" clears it. */
void state_set_error(struct state *state, const char *words);

#endif
