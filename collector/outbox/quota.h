/*
 * How many events may leave: so many of one signature in an hour, so many in all in a day.
 *
 * What is beyond is not lost: it is counted and worked into the next event of its signature
 * that may leave. Kept in a file of the state directory, one for each user, so that nobody can
 * spend what is another's. A crash is judged once:
 * after a kill the same ids may come again, and those judged since the last quota_begin() are
 * remembered.
 */
#ifndef QUOTA_H
#define QUOTA_H

#include <stddef.h>
#include <stdint.h>

#include "event/parcel.h"

#define QUOTA_OWN "quota"
#define QUOTA_OF_USER "quota.%u" /* a uid: root collects for others */
#define QUOTA_NAME_SIZE 24
#define QUOTA_ROUND_MAX 256 /* crashes between quota_begin() and quota_save() */

struct quota;

struct quota_limits {
    unsigned per_signature_per_hour; /* 0: no limit */
    unsigned per_day;                /* 0: no limit */
};

enum quota_verdict {
    QUOTA_ADMITTED,         /* goes into the outbox, with what was folded into it */
    QUOTA_FOLDED_SIGNATURE, /* counted for a later one */
    QUOTA_FOLDED_DAY,
    QUOTA_KNOWN, /* judged already, before a kill: nothing to do */
};

/* One crash. Times are seconds since 1970. */
struct quota_crash {
    const char *event_id;
    const char *signature;
    uint64_t count;
    int64_t first_seen_s;
    int64_t last_seen_s;
};

/*
 * Load the file `name` (QUOTA_OWN, or QUOTA_OF_USER with a uid). A missing file is an empty
 * one; a damaged one too, and then *ret_damaged is set. Returns 0 or -errno.
 */
int quota_load(int state_fd, const char *name, const struct quota_limits *limits,
               struct quota **ret_quota, int *ret_damaged) __attribute__((warn_unused_result));
void quota_free(struct quota *quota);

/* Parse the text of the file over an empty quota: -EBADMSG when it is damaged. */
int quota_parse(struct quota *quota, const char *text, size_t length)
    __attribute__((warn_unused_result));

/*
 * Begin a round: the crashes of the last one are settled everywhere and may be forgotten. A
 * round has at most QUOTA_ROUND_MAX crashes and ends with quota_save(), before anyone
 * removes what the crashes came from.
 */
void quota_begin(struct quota *quota);

/* Judge one crash at `now_s`. For QUOTA_ADMITTED, *ret_fold says what to work into it. */
enum quota_verdict quota_judge(struct quota *quota, const struct quota_crash *crash,
                               int64_t now_s, struct parcel_fold *ret_fold);

/* Take an admission back: the event could not be queued, and its crash will come again. */
void quota_return(struct quota *quota, const struct quota_crash *crash, int64_t now_s,
                  const struct parcel_fold *fold);

int quota_save(const struct quota *quota, int state_fd) __attribute__((warn_unused_result));

/* Crashes counted for a later event, over all signatures. */
uint64_t quota_waiting(const struct quota *quota);

#endif
