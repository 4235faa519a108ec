/* event_remake_crash(): a structure that is not ours, made anew. */
#include "event.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "crash/crash_json.h"

/* What event_build() adds to a crash; the longest is a reason. */
static const struct added {
    const char *key;
    size_t most;
} added[] = {
    {"reason", EVENT_STACK_MAX},
    {"signature", SIGNATURE_LENGTH},
    {"signature_raw", SIGNATURE_LENGTH},
};

static const char *text_of(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

/* Is `id` the event's, without its dashes? */
static bool is_of_event(const cJSON *event, const char *id)
{
    const char *event_id = text_of(event, "event_id");

    for (; event_id != NULL && *event_id != '\0'; event_id++) {
        if (*event_id != '-' && *event_id != *id++) {
            return false;
        }
    }
    return event_id != NULL && *id == '\0';
}

static void put_added(struct json *json, const cJSON *old)
{
    for (size_t i = 0; i < sizeof added / sizeof *added; i++) {
        const char *text = text_of(old, added[i].key);
        if (text != NULL && strlen(text) <= added[i].most) {
            json_put_text(json, json->root, added[i].key, text);
        }
    }
}

static int remake(cJSON *event, const struct crash *crash)
{
    struct json json;

    json_init(&json);
    if (json.root != NULL) {
        crash_json_put(&json, json.root, crash);
        put_added(&json, cJSON_GetObjectItemCaseSensitive(event, "crash"));
    }
    if (json.failed || json.root == NULL ||
        !cJSON_ReplaceItemInObjectCaseSensitive(event, "crash", json.root)) {
        json_done(&json);
        return -ENOMEM;
    }
    return 0;
}

int event_remake_crash(struct cJSON *event)
{
    struct clean_crash *clean;
    int error = event_read_parsed(event, &clean);

    if (error == -EBADMSG) {
        cJSON_DeleteItemFromObjectCaseSensitive(event, "crash");
        return 0;
    }
    if (error != 0) {
        return error;
    }
    const struct crash *crash = clean_crash_view(clean);
    if (is_of_event(event, crash->id)) {
        error = remake(event, crash);
    } else {
        cJSON_DeleteItemFromObjectCaseSensitive(event, "crash");
    }
    clean_crash_free(clean);
    return error;
}
