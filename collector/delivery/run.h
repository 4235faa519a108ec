/*
 * Delivery to one destination while it goes on: what deliver.c, turn.c and exchange.c share,
 * and nobody else.
 */
#ifndef RUN_H
#define RUN_H

#include "batch.h"
#include "deliver.h"
#include "formats/format.h"

struct run {
    const struct deliver_settings *settings;
    const struct deliver_tools *tools;
    const struct deliver_world *world;
    struct deliver_report *report;
    struct batch batch;
    size_t batch_bytes; /* shrinks when the server says 413 */
    unsigned retries_left;
    int64_t deadline_s; /* of this turn */
    int64_t due_s;      /* of the next turn */
    bool over;
    size_t place; /* among the destinations */
    bool no_gzip; /* for the rest of this run; likewise no_zstd */
    bool no_zstd;
    bool gzip_failed; /* a compressed body met a failure that may be due to that */
    bool zstd_works;
};

/* What follows for the run from one range of events. */
enum step { STEP_ON, STEP_STOP };

int64_t run_now_s(const struct run *run);
const struct format *run_format(const struct run *run);

/* End the turn, with words for a person. Returns STEP_STOP. */
enum step run_stop(struct run *run, enum deliver_end end, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* End it because of our own disk or memory. */
enum step run_fail(struct run *run, const char *what, int error);

/*
 * One exchange for a range of the batch. Returns 0 and *ret_response, whatever it is, for
 * http_response_done(); -errno when no request could be made.
 */
int exchange(struct run *run, size_t first, size_t count, struct http_response *ret_response)
    __attribute__((warn_unused_result));

/* Send what is in the outbox until it is empty, something says stop, or it is `deadline_s`. */
void turn_take(struct run *run, int64_t deadline_s);

#endif
