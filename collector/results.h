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

enum result { RESULT_NONE, RESULT_ACCEPTED, RESULT_DUPLICATE, RESULT_REJECTED };

struct results;

/* Parse a response. NULL when there is nothing to be had; free with results_free(). */
struct results *results_parse(const char *body, size_t length);
void results_free(struct results *results);

/* What was said of this event. Sets *ret_reason ("" when none) for RESULT_REJECTED: borrowed.
 */
enum result results_find(const struct results *results, const char *event_id,
                         const char **ret_reason);

#endif
