/*
 * X-Sentry-Rate-Limits: what a server wants to hear no more of, and for how long.
 *
 *     60:error;transaction:organization:quota, 2700::key
 *
 * Groups between commas; in each seconds, categories between semicolons (none: all of them),
 * and what does not concern a sender. Crashes are of the category "error"; "default" is what
 * servers use for those that name none.
 */
#ifndef SENTRY_LIMITS_H
#define SENTRY_LIMITS_H

#include <stdint.h>

#define SENTRY_LIMITS_MAX_S 86400

/*
 * The longest wait, in seconds, that the header asks of a sender of crashes; at most a day.
 * -1 when nothing in it concerns us. A group that is not of the form is passed over.
 */
int64_t sentry_limits_wait_s(const char *header);

#endif
