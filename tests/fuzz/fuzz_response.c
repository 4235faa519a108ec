/* Any bytes as a server's answer: its Retry-After, its body, and what both mean. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/backoff.h"
#include "formats/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "broken promise: %s\n", what);
        abort();
    }
}

static void try_retry_after(const uint8_t *data, size_t size)
{
    char value[HTTP_RETRY_AFTER_SIZE];
    size_t length = size < sizeof value - 1 ? size : sizeof value - 1;

    memcpy(value, data, length);
    value[length] = '\0';
    int64_t wait_s = backoff_parse_retry_after(value, INT64_C(1800000000));
    require(wait_s >= -1 && wait_s <= BACKOFF_ASKED_MAX_S, "a wait of a day at most");
}

/* An Accept-Encoding, in pieces: what names nothing, or forbids all, accepts nothing. */
static void try_codings(const uint8_t *data, size_t size)
{
    char header[HTTP_ACCEPT_SIZE];
    size_t length = size < sizeof header - 1 ? size : sizeof header - 1;

    memcpy(header, data, length);
    header[length] = '\0';
    if (coding_is_accepted(CODING_ZSTD, header)) {
        require(strcasestr(header, "zstd") != NULL || strchr(header, '*') != NULL, "a name");
    }
    if (coding_is_accepted(CODING_GZIP, header)) {
        require(strcasestr(header, "gzip") != NULL || strchr(header, '*') != NULL, "a name");
    }
}

#define PARTS 3

/* The body as the status of each format's choice, and for any status what it means. */
static void try_format(const struct format *format, const uint8_t *data, size_t size)
{
    struct format_part parts[PARTS] = {
        {.id = (char *)"id-0001"}, {.id = (char *)"id-0002"}, {.id = (char *)"id-0003"}};
    struct result results[PARTS] = {{.kind = RESULT_NONE}};
    struct format_answer answer = {0};
    struct http_response response = {.status = 200, .complete = true, .length = size};

    response.body = calloc(1, size + 1);
    require(response.body != NULL, "memory");
    memcpy(response.body, data, size);
    if (format->answer != NULL) {
        format->answer(&response, parts, PARTS, results, &answer);
    }
    require(strnlen(answer.words, sizeof answer.words) < sizeof answer.words, "words that end");
    require(answer.dropped <= PARTS, "no more were thrown away than were sent");
    for (size_t i = 0; i < PARTS; i++) {
        require(strnlen(results[i].reason, sizeof results[i].reason) < sizeof results[i].reason,
                "a reason that ends");
    }
    if (size >= 2) {
        response.status = data[0] << 8 | data[1];
        require(verdict_name(format->judge(&response)) != NULL, "a verdict for every status");
    }
    free(response.body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try_retry_after(data, size);
    try_codings(data, size);
    for (size_t i = 0; format_at(i) != NULL; i++) {
        try_format(format_at(i), data, size);
    }
    return 0;
}
