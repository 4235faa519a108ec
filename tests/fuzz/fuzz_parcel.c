/* Any bytes as an outbox file, or as what another user's child hands over to root. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "encoding/utf8.h"
#include "event/parcel.h"
#include "formats/destination.h"
#include "formats/format.h"
#include "outbox/outbox.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "broken promise: %s\n", what);
        abort();
    }
}

static void check_text(const char *text, size_t length)
{
    require(strlen(text) == length, "the length is told");
    for (size_t at = 0; at < length;) {
        size_t character = utf8_character(text + at, length - at);
        require(character > 0, "what is printed is valid UTF-8");
        at += character;
    }
}

/* OTLP: a receiver refuses a whole request for one number in floating point. */
static int has_only_severities(const cJSON *item)
{
    for (; item != NULL; item = item->next) {
        if ((cJSON_IsNumber(item) && strcmp(item->string, "severityNumber") != 0) ||
            !has_only_severities(item->child)) {
            return 0;
        }
    }
    return 1;
}

static void check_printed(const struct format *format, const struct parcel *parcel)
{
    struct destination destination = {.name = (char *)"", .format = format};
    struct format_part part = {.id = strdup(parcel_id(parcel))};
    size_t length;

    require(part.id != NULL, "memory");
    if (format->print(&destination, parcel, &part) != 0) {
        require(format != &format_native && format != &format_otlp, "memory");
        format_part_done(&part);
        return;
    }
    check_text(part.text, part.length);
    char *body = format->body(&destination, &part, 1, 0, &length);
    require(body != NULL, "memory");
    check_text(body, length);
    cJSON *json = cJSON_ParseWithOpts(part.text, NULL, 1);
    require(json != NULL || (format != &format_native && format != &format_otlp),
            "what is printed is JSON");
    require(format != &format_native || cJSON_GetObjectItemCaseSensitive(json, "crash") == NULL,
            "the structure stays here");
    require(format != &format_otlp || has_only_severities(json), "numbers are texts");
    cJSON_Delete(json);
    free(body);
    format_part_done(&part);
}

static void check_adopted(struct parcel *parcel)
{
    static const struct parcel_sender sender = {"instance", "device", "none"};

    if (parcel_adopt(parcel, &sender) != 0) {
        return;
    }
    char *printed = parcel_print(parcel);
    require(printed != NULL, "memory");
    cJSON *json = cJSON_Parse(printed);
    const char *instance =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(json, "instance_id"));
    require(instance != NULL && strcmp(instance, "instance") == 0,
            "an adopted event is from us");
    require(cJSON_GetArraySize(json) <= 8, "no keys but those of an event, and none twice");
    cJSON_Delete(json);
    free(printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct parcel_fold fold = {
        .count = 2, .first_seen_s = 1, .last_seen_s = 2, .dropped = "queue_full=1"};
    struct parcel *parcel;

    if (parcel_parse((const char *)data, size, &parcel) != 0) {
        return 0;
    }
    require(parcel_is_id(parcel_id(parcel)), "an id that may be a file's name");
    for (size_t i = 0; format_at(i) != NULL; i++) {
        check_printed(format_at(i), parcel);
    }
    check_adopted(parcel);
    char *folded = parcel_print_folded(parcel, &fold);
    require(folded != NULL, "memory");
    struct parcel *again;
    require(parcel_parse(folded, strlen(folded), &again) == 0 ||
                strlen(folded) > PARCEL_BYTES_MAX,
            "what was folded is an event");
    if (strlen(folded) <= PARCEL_BYTES_MAX) {
        parcel_free(again);
    }
    free(folded);
    parcel_free(parcel);
    return 0;
}
