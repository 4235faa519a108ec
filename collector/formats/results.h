/*
 * What a server said of the single events in a batch that it took. Servers differ and lie:
 * anything that cannot be understood says nothing about any event.
 *
 *     {"results":[{"event_id":"..","status":"accepted|duplicate|rejected","reason":".."}]}
 *     {"accepted":["ID", ..],"rejected":[{"event_id":"ID","reason":".."}]}
 */
#ifndef RESULTS_H
#define RESULTS_H

#include <stddef.h>

#define RESULT_REASON_SIZE 192

enum result_kind { RESULT_NONE, RESULT_ACCEPTED, RESULT_DUPLICATE, RESULT_REJECTED };

/* What was said of one event. */
struct result {
    enum result_kind kind;
    char reason[RESULT_REASON_SIZE]; /* of RESULT_REJECTED; any bytes, "" when none was given */
};

struct results;

/* Parse a response. NULL when there is nothing to be had; free with results_free(). */
struct results *results_parse(const char *body, size_t length);
void results_free(struct results *results);

/* What was said of this event; *ret_result stays as it is when nothing was. */
void results_find(const struct results *results, const char *event_id,
                  struct result *ret_result);

#endif
