/*
 * When to try again: arithmetic on numbers that the caller remembers.
 *
 * Within a run the wait grows 1, 2, 4 .. 60 s, between runs on to an hour, each drawn evenly
 * from zero up ("full jitter"), so that machines that failed together do not return
 * together. What the server asks for goes first, up to a day. A clock that was set is
 * survived: a wait never lasts longer than it was made for.
 */
#ifndef BACKOFF_H
#define BACKOFF_H

#include <stdbool.h>
#include <stdint.h>

#define BACKOFF_RUN_MAX_S 60
#define BACKOFF_BETWEEN_MAX_S 3600
#define BACKOFF_ASKED_MAX_S 86400

/* What is remembered between runs. Times are seconds since 1970. */
struct backoff {
    int64_t set_at_s;     /* when the wait was decided */
    int64_t not_before_s; /* no request before this; 0: none */
    uint32_t failures;    /* in a row */
};

/*
 * Note a failure at `now_s`. `asked_s` is what the server asked for, negative when it did
 * not. `within_run` caps the wait at BACKOFF_RUN_MAX_S. `random` is 64 random bits.
 */
void backoff_fail(struct backoff *backoff, int64_t now_s, int64_t asked_s, bool within_run,
                  uint64_t random);

/* Nothing has failed, and yet the server asks for `asked_s` of rest. */
void backoff_ask(struct backoff *backoff, int64_t now_s, int64_t asked_s);

/* Note a success: nothing is owed any more. */
void backoff_succeed(struct backoff *backoff);

/*
 * How many seconds are left to wait at `now_s`, 0 when none. Mends a wait that a clock jump
 * made longer than it was meant to be.
 */
int64_t backoff_remaining_s(struct backoff *backoff, int64_t now_s);

/*
 * Read the value of a Retry-After header, seconds or an HTTP date, as seconds from `now_s`,
 * clamped to 0 .. BACKOFF_ASKED_MAX_S. -1 when it is neither.
 */
int64_t backoff_parse_retry_after(const char *value, int64_t now_s);

#endif
