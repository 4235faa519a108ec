/* Any bytes as an outbox file, or as what another user's child hands over to root. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "destination.h"
#include "format.h"
#include "outbox.h"
#include "parcel.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "broken promise: %s\n", what);
        abort();
    }
}

static void check_printed(const struct parcel *parcel)
{
    static const struct destination destination = {.name = (char *)"",
                                                   .format = &format_native};
    struct format_part part = {0};

    require(format_native.print(&destination, parcel, &part) == 0, "memory");
    const char *printed = part.text;
    size_t length = part.length;
    require(strlen(printed) == length, "the length is told");
    cJSON *json = cJSON_ParseWithOpts(printed, NULL, 1);
    require(json != NULL, "what is printed is JSON");
    require(cJSON_GetObjectItemCaseSensitive(json, "crash") == NULL,
            "the structure stays here");
    cJSON_Delete(json);
    for (size_t at = 0; at < length;) {
        size_t character = utf8_character(printed + at, length - at);
        require(character > 0, "what is printed is valid UTF-8");
        at += character;
    }
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
    require(outbox_is_id(parcel_id(parcel)), "an id that may be a file's name");
    check_printed(parcel);
    check_adopted(parcel);
    char *folded = parcel_print_folded(parcel, &fold);
    require(folded != NULL, "memory");
    struct parcel *again;
    require(parcel_parse(folded, strlen(folded), &again) == 0 ||
                strlen(folded) > OUTBOX_EVENT_MAX,
            "what was folded is an event");
    if (strlen(folded) <= OUTBOX_EVENT_MAX) {
        parcel_free(again);
    }
    free(folded);
    parcel_free(parcel);
    return 0;
}
