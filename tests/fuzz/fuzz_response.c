/* Any bytes as a server's answer: its Retry-After, its body, and what both mean. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoff.h"
#include "http.h"
#include "results.h"
#include "verdict.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct result result = {0};
    struct http_response response = {.complete = true};

    try_retry_after(data, size);
    struct results *results = results_parse((const char *)data, size);
    if (results != NULL) {
        results_find(results, "id-0001", &result);
    }
    require(strnlen(result.reason, sizeof result.reason) < sizeof result.reason,
            "a reason that ends");
    results_free(results);
    if (size >= 2) {
        response.status = data[0] << 8 | data[1];
        require(verdict_name(verdict_of(&response)) != NULL, "a verdict for every status");
    }
    return 0;
}
