/* Any text as a record: parsed, scrubbed, made an event, and the event's promises checked. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "crash/record.h"
#include "encoding/utf8.h"
#include "event/event.h"
#include "scrub/scrub.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "broken promise: %s\n", what);
        abort();
    }
}

static void check_event(const struct event *event)
{
    for (size_t at = 0; at < event->length;) {
        size_t character = utf8_character(event->json + at, event->length - at);
        require(character > 0, "an event is valid UTF-8");
        at += character;
    }
    cJSON *json = cJSON_ParseWithOpts(event->json, NULL, 1);
    require(json != NULL, "an event is JSON");
    const cJSON *attributes = cJSON_GetObjectItem(json, "attributes");
    const char *stack = cJSON_GetStringValue(cJSON_GetObjectItem(attributes, "crash.stack"));
    const char *message =
        cJSON_GetStringValue(cJSON_GetObjectItem(attributes, "crash.error_message"));
    require(stack != NULL && strlen(stack) <= EVENT_STACK_MAX, "a stack of 4 KB");
    require(message != NULL && strlen(message) <= EVENT_MESSAGE_MAX, "a message of 1 KB");
    cJSON_Delete(json);
}

static void build(const struct clean_crash *clean)
{
    static const struct event_origin origin = {"i", "d", "none", "1"};
    struct clean_crash *again;
    struct event event, second;

    struct signature signature = signature_of(clean_crash_view(clean));

    if (event_build(clean, &origin, &signature, &event) != 0) {
        return;
    }
    check_event(&event);
    require(event_read_crash(event.json, event.length, &again) == 0, "an event is read back");
    signature = signature_of(clean_crash_view(again));
    require(strcmp(signature.text, event.signature) == 0, "a signature survives");
    require(event_build(again, &origin, &signature, &second) == 0,
            "what was read back is an event");
    check_event(&second);
    event_done(&second);
    clean_crash_free(again);
    event_done(&event);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct scrubber *scrubber;
    struct clean_crash *clean;
    struct crash *crash;

    if (scrubber == NULL) {
        require(scrubber_new(&scrubber) == 0, "memory");
    }
    if (record_parse((const char *)data, size, &crash) != 0) {
        return 0;
    }
    crash->uid = -1; /* do not search the password file for what a fuzzer makes up */
    if (scrub(scrubber, crash, &clean) == 0) {
        build(clean);
        clean_crash_free(clean);
    }
    crash_free(crash);
    return 0;
}
