/*
 * How events are spoken to a server: one table of functions per format, each in a file of its
 * own (format_NAME.c). Delivery, the configuration and the commands know only this table.
 *
 * The way of an event: it lies in the outbox complete and sanitized, as a parcel. print()
 * makes a part of it, the one expensive step. body() joins the parts of one request; it is
 * called again for fewer of them when the server wants a batch split. After the exchange
 * judge() says what the answer means for all of them, answer() what it says of single ones,
 * and wait_s() when the next request may follow.
 *
 * All functions are pure: no files, no clock, no environment, no logging. The parcel and the
 * server's answer are not trusted: another user may have written the one, anybody the other.
 */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http/http.h"
#include "results.h"
#include "verdict.h"

#define FORMAT_ERROR_SIZE HTTP_ERROR_SIZE
#define FORMAT_WORDS_SIZE 160

struct credentials;
struct destination;
struct parcel;

/* One event as a format has it. All three are malloc'd; format_part_done() frees them. */
struct format_part {
    char *id;   /* of the event, as in the outbox: a UUID with its dashes; set by the caller */
    char *text; /* `length` bytes, NUL beyond them */
    size_t length;
    /* What it shares with others: parts of equal groups may be put together in a body (the
     * resource of OTLP). NULL where the format knows no such thing. */
    char *group;
};

/* What an acknowledging answer says of the batch beside "I have it". */
struct format_answer {
    uint64_t dropped; /* events that the receiver threw away without naming them: they are
                         counted and reported, and count as delivered: nothing can be retried */
    char words[FORMAT_WORDS_SIZE]; /* what it says of that, "" when nothing; any bytes */
};

struct format {
    const char *name;         /* native, otlp, sentry: the value of `format` */
    const char *key;          /* the setting without which there is no server: "server_url" */
    const char *credential;   /* what lets us in, in words: "token" */
    const char *content_type; /* of the bodies */
    size_t batch_max;         /* parts in one body, whatever is configured; 0: no such limit */
    size_t frame;             /* bytes of a body beside its parts, at most */
    size_t part_frame;        /* and for each part beside its text and group, at most */

    /*
     * Where and how to post: the URL and the headers of a request beside Content-Type, made
     * with http_address_set() and http_address_add(), which refuse what may not be in them.
     * Called when the configuration is loaded, with the credentials that it holds itself, and
     * again before sending, with all of them. What is not known yet is NULL: that is no error
     * where a file of the settings will say it. Returns 0; -EINVAL with one line in ret_error
     * that names the setting and says what is wrong, without any part of a secret; -ENOMEM.
     */
    int (*address)(const struct destination *destination, const struct credentials *credentials,
                   struct http_address *ret_address, char ret_error[FORMAT_ERROR_SIZE]);

    /*
     * Print one event. Depends on nothing but the parcel and the destination's settings, so
     * that the same event is the same bytes whenever it is sent. Fills text, length and group
     * of *ret_part. Returns 0; -EBADMSG when the parcel lacks what the format cannot do
     * without (it is then set aside); -ENOMEM.
     */
    int (*print)(const struct destination *destination, const struct parcel *parcel,
                 struct format_part *ret_part);

    /*
     * The whole request body for `count` parts: malloc'd, *ret_length bytes and a NUL. With
     * count 0: what asks a server whether it would take something, with nothing of this
     * machine in it. `now_s` is the time of sending, for formats that say it. NULL without
     * memory.
     */
    char *(*body)(const struct destination *destination, const struct format_part *parts,
                  size_t count, int64_t now_s, size_t *ret_length);

    /*
     * What an answer (response->status is 0 when there was none) means for the whole batch. A
     * compressed body that may not have been understood is sent again as it is before this
     * is asked for a verdict that gives up.
     */
    enum verdict (*judge)(const struct http_response *response);

    /*
     * For VERDICT_ACKNOWLEDGED, what the answer says of single events: set those of the
     * `count` results (RESULT_NONE before, in the order of the parts) that it speaks of.
     * RESULT_REJECTED sets that event aside, the rest are delivered. What cannot be understood
     * says nothing. response->overflowed: the body is only the beginning of the answer. NULL:
     * such answers say nothing.
     */
    void (*answer)(const struct http_response *response, const struct format_part *parts,
                   size_t count, struct result *results, struct format_answer *ret_answer);

    /*
     * Seconds that the server wants us to wait before the next request, -1 when it does not
     * say. Asked for after every answer: after an acknowledgement, a wait above 0 ends the run
     * and is remembered. format_retry_after() where there is nothing but that header.
     */
    int64_t (*wait_s)(const struct http_response *response, int64_t now_s);
};

/* The gateway's own form: {"events":[...]}, each as it lies in the outbox without "crash". */
extern const struct format format_native;
/* Logs of OTLP/HTTP as JSON: a record for each crash, for an OpenTelemetry Collector. */
extern const struct format format_otlp;
/* Sentry's envelope, one event each, to a DSN. */
extern const struct format format_sentry;

/* The format of that name; NULL when there is none. */
const struct format *format_find(const char *name);
/* The n-th format; NULL beyond the last. */
const struct format *format_at(size_t n);

/* Retry-After, which is believed of a failure only. */
int64_t format_retry_after(const struct http_response *response, int64_t now_s);

void format_part_done(struct format_part *part);

#endif
