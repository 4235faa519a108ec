#include "format.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "backoff.h"
#include "credentials.h"
#include "destination.h"
#include "dsn.h"
#include "sentry_envelope.h"
#include "sentry_event.h"
#include "sentry_limits.h"

/* What a server means that limits the rate and says no more. */
#define LIMITED_S 60

static int address(const struct destination *destination, const struct credentials *credentials,
                   struct http_address *ret_address, char ret_error[FORMAT_ERROR_SIZE])
{
    struct http_address made = {0};
    struct dsn dsn = {.url = NULL};
    const char *complaint = NULL;

    (void)destination;
    if (credentials->dsn == NULL) {
        *ret_address = made;
        return 0;
    }
    int error = dsn_parse(credentials->dsn, &dsn, &complaint);
    if (error == -EINVAL) {
        snprintf(ret_error, FORMAT_ERROR_SIZE, "dsn %s", complaint);
    }
    char *auth = error == 0 ? dsn_auth(&dsn) : NULL;
    if (error == 0) {
        error =
            auth == NULL ? -ENOMEM : http_address_set(&made, dsn.url, "/", "dsn", ret_error);
    }
    if (error == 0) {
        error = http_address_add(&made, "X-Sentry-Auth", "", auth);
    }
    if (auth != NULL) {
        explicit_bzero(auth, strlen(auth));
    }
    free(auth);
    dsn_done(&dsn);
    if (error != 0) {
        http_address_done(&made);
        return error;
    }
    *ret_address = made;
    return 0;
}

static int print(const struct destination *destination, const struct parcel *parcel,
                 struct format_part *ret_part)
{
    const struct sentry_origin origin = {
        .environment = destination->environment,
        .release = destination->release,
        .server_name = destination->host_name,
    };

    return sentry_event_print(parcel, &origin, &ret_part->text, &ret_part->length);
}

/* One event an envelope: servers take no more. */
static char *body(const struct destination *destination, const struct format_part *parts,
                  size_t count, int64_t now_s, size_t *ret_length)
{
    char id[SENTRY_ID_LENGTH + 1];

    (void)destination;
    if (count == 0) {
        return sentry_envelope(NULL, NULL, 0, now_s, ret_length);
    }
    sentry_event_id(parts[0].id, id);
    return sentry_envelope(id, parts[0].text, parts[0].length, now_s, ret_length);
}

static enum verdict judge(const struct http_response *response)
{
    switch (response->status) {
    case 404: /* no such project, or no such server: true of every event */
        return VERDICT_REFUSED;
    case 413:
        return VERDICT_REJECTED;
    default:
        return verdict_of(response);
    }
}

/*
 * 200 is an acknowledgement whatever comes with it: so the protocol has it, and to ask again
 * would be without end. But a page in place of the event's id may be of another server.
 */
static void answer(const struct http_response *response, const struct format_part *parts,
                   size_t count, struct result *results, struct format_answer *ret_answer)
{
    cJSON *root = cJSON_ParseWithLength(response->body, response->length);

    (void)parts;
    (void)count;
    (void)results;
    if (response->length > 0 && !cJSON_IsObject(root)) {
        snprintf(ret_answer->words, sizeof ret_answer->words,
                 "HTTP %d, but not in the words of a Sentry server", response->status);
    }
    cJSON_Delete(root);
}

/* Where a server says what it limits, that goes before Retry-After, which is for all of it. */
static int64_t wait_s(const struct http_response *response, int64_t now_s)
{
    int64_t limit_s = sentry_limits_wait_s(response->rate_limits);

    if (limit_s >= 0) {
        return limit_s;
    }
    if (response->status != 429 && response->rate_limits[0] != '\0') {
        return -1;
    }
    int64_t asked_s = backoff_parse_retry_after(response->retry_after, now_s);
    return asked_s < 0 && response->status == 429 ? LIMITED_S : asked_s;
}

const struct format format_sentry = {
    .name = "sentry",
    .key = "dsn",
    .credential = "DSN",
    .content_type = "application/x-sentry-envelope",
    .batch_max = 1,
    .frame = SENTRY_ENVELOPE_FRAME,
    .address = address,
    .print = print,
    .body = body,
    .judge = judge,
    .answer = answer,
    .wait_s = wait_s,
};
