/*
 * OTLP/HTTP with JSON, as an OpenTelemetry Collector takes it: a log record for each crash,
 * those of one service, version and machine under one resource.
 */
#include "format.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "destination.h"
#include "encoding/text.h"
#include "event/parcel.h"
#include "otlp_answer.h"
#include "otlp_event.h"
#include "otlp_record.h"
#include "otlp_resource.h"

#define PATH "/v1/logs"
#define SCHEMA "\"schemaUrl\":\"https://opentelemetry.io/schemas/1.44.0\""

#define OPEN "{\"resourceLogs\":["
#define CLOSE "]}"
/* of a resource, whose records come between them */
#define RESOURCE_OPEN "{\"resource\":"
#define RECORDS_OPEN                                                                           \
    ",\"scopeLogs\":[{\"scope\":{\"name\":\"epitaph\",\"version\":\"" EPITAPH_VERSION          \
    "\"},\"logRecords\":["
#define RECORDS_CLOSE "]," SCHEMA "}]," SCHEMA "}"

/* Does the endpoint name the place for logs already, with or without slashes behind it? */
static bool is_whole(const struct destination *destination)
{
    const char *endpoint = destination->endpoint;
    size_t length = strlen(endpoint);
    size_t path_length = strlen(PATH);

    while (length > 0 && endpoint[length - 1] == '/') {
        length--;
    }
    return destination->endpoint_whole ||
           (length >= path_length &&
            strncmp(endpoint + length - path_length, PATH, path_length) == 0);
}

static int add_header(struct http_address *address, const char *line,
                      char ret_error[FORMAT_ERROR_SIZE])
{
    const char *colon = strchr(line, ':');
    char *name = colon != NULL ? strndup(line, (size_t)(colon - line)) : NULL;

    if (colon != NULL && name == NULL) {
        return -ENOMEM;
    }
    int error = name == NULL
                    ? -EINVAL
                    : http_address_add(address, name, "", colon + 1 + strspn(colon + 1, " \t"));
    free(name);
    if (error == -EINVAL) {
        snprintf(ret_error, FORMAT_ERROR_SIZE, "a header is not of the form NAME: VALUE");
    }
    return error;
}

static int address(const struct destination *destination, const struct credentials *credentials,
                   struct http_address *ret_address, char ret_error[FORMAT_ERROR_SIZE])
{
    struct http_address made = {0};
    const char *path = is_whole(destination) ? "" : PATH;
    int error = http_address_set(&made, destination->endpoint, path, "endpoint", ret_error);

    for (size_t i = 0; error == 0 && i < credentials->header_count; i++) {
        error = add_header(&made, credentials->headers[i], ret_error);
    }
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
    struct otlp_event event;

    otlp_event_read(destination, parcel, &event);
    char *group = otlp_resource_print(destination, &event);
    char *text = group != NULL ? otlp_record_print(&event) : NULL;
    if (text == NULL) {
        free(group);
        return -ENOMEM;
    }
    ret_part->text = text;
    ret_part->length = strlen(text);
    ret_part->group = group;
    return 0;
}

static bool is_first_of_group(const struct format_part *parts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(parts[i].group, parts[n].group) == 0) {
            return false;
        }
    }
    return true;
}

/* The records of the resource of parts[first], which is the first of it. */
static void add_resource(struct text *body, const struct format_part *parts, size_t first,
                         size_t count)
{
    text_add(body, RESOURCE_OPEN);
    text_add(body, parts[first].group);
    text_add(body, RECORDS_OPEN);
    for (size_t i = first; i < count; i++) {
        if (strcmp(parts[i].group, parts[first].group) == 0) {
            text_add(body, i > first ? "," : "");
            text_add(body, parts[i].text);
        }
    }
    text_add(body, RECORDS_CLOSE);
}

static char *body(const struct destination *destination, const struct format_part *parts,
                  size_t count, int64_t now_s, size_t *ret_length)
{
    struct text bytes = {.bytes = NULL};

    (void)destination;
    (void)now_s;
    text_add(&bytes, OPEN);
    for (size_t i = 0; i < count; i++) {
        if (is_first_of_group(parts, i)) {
            text_add(&bytes, i > 0 ? "," : "");
            add_resource(&bytes, parts, i, count);
        }
    }
    text_add(&bytes, CLOSE);
    size_t length = bytes.length;
    char *printed = text_take(&bytes);
    if (printed != NULL) {
        *ret_length = length;
    }
    return printed;
}

/*
 * The specification lets us try again after 429, 502, 503, 504 and no answer, and forbids it
 * after everything else. A request with fewer events is another one: where one event may have
 * spoilt it for all, it is looked for.
 */
static enum verdict judge(const struct http_response *response)
{
    switch (response->status) {
    case 0:
    case 429:
    case 502:
    case 503:
    case 504:
        return VERDICT_KEPT;
    case 400:
    case 413:
    case 500:
        return VERDICT_SPLIT;
    case 401:
    case 403:
        return VERDICT_REFUSED;
    default:
        break;
    }
    if (response->status >= 300 && response->status < 400) {
        return VERDICT_MISDIRECTED;
    }
    if (response->status < 200 || response->status >= 300) {
        return VERDICT_REJECTED;
    }
    /* Broken off within the answer: the same log.record.uid makes it safe to ask again. */
    return response->complete ? VERDICT_ACKNOWLEDGED : VERDICT_KEPT;
}

/* A partial success tells how many, not which: only all of them are known one by one. */
static void answer(const struct http_response *response, const struct format_part *parts,
                   size_t count, struct result *results, struct format_answer *ret_answer)
{
    struct otlp_answer said;

    (void)parts;
    otlp_answer_parse(response->body, response->overflowed ? 0 : response->length, &said);
    for (size_t i = 0; said.rejected >= count && i < count; i++) {
        results[i].kind = RESULT_REJECTED;
        snprintf(results[i].reason, sizeof results[i].reason, "%s", said.words);
    }
    ret_answer->dropped = said.rejected < count ? said.rejected : 0;
    snprintf(ret_answer->words, sizeof ret_answer->words, "%s", said.words);
}

const struct format format_otlp = {
    .name = "otlp",
    .key = "endpoint",
    .credential = "headers",
    .content_type = "application/json",
    .frame = sizeof OPEN CLOSE - 1,
    .part_frame = sizeof RESOURCE_OPEN RECORDS_OPEN RECORDS_CLOSE, /* and a comma */
    .address = address,
    .print = print,
    .body = body,
    .judge = judge,
    .answer = answer,
    .wait_s = format_retry_after,
};
