#include "parcel.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "encoding/utf8.h"
#include "event.h"

struct parcel {
    cJSON *root;
    const char *id;
    const char *signature;
};

bool parcel_is_id(const char *event_id)
{
    size_t length = 0;

    for (; event_id[length] != '\0'; length++) {
        unsigned char c = (unsigned char)event_id[length];
        if (length == PARCEL_ID_MAX || (!isalnum(c) && c != '-')) {
            return false;
        }
    }
    return length > 0;
}

static bool is_text(const char *json, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t step = json[i] == '\0' ? 0 : utf8_character(json + i, length - i);
        if (step == 0) {
            return false;
        }
        i += step;
    }
    return true;
}

static const char *string_of(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

int parcel_parse(const char *json, size_t length, struct parcel **ret_parcel)
{
    if (length > PARCEL_BYTES_MAX || !is_text(json, length)) {
        return -EBADMSG;
    }
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(json, length, &end, 0);
    while (root != NULL && end < json + length && strchr(" \t\r\n", *end) != NULL) {
        end++;
    }
    const cJSON *attributes = cJSON_GetObjectItemCaseSensitive(root, "attributes");
    const char *id = string_of(root, "event_id");
    bool whole = root != NULL && end == json + length && cJSON_IsObject(root) && id != NULL &&
                 parcel_is_id(id) && string_of(root, "type") != NULL &&
                 cJSON_IsObject(attributes);
    struct parcel *parcel = whole ? malloc(sizeof *parcel) : NULL;
    if (parcel == NULL) {
        cJSON_Delete(root);
        return whole ? -ENOMEM : -EBADMSG;
    }
    const char *signature = string_of(attributes, "crash.signature");
    *parcel = (struct parcel){
        .root = root,
        .id = id,
        .signature = signature != NULL ? signature : "",
    };
    *ret_parcel = parcel;
    return 0;
}

void parcel_free(struct parcel *parcel)
{
    if (parcel != NULL) {
        cJSON_Delete(parcel->root);
        free(parcel);
    }
}

const char *parcel_id(const struct parcel *parcel)
{
    return parcel->id;
}

const char *parcel_signature(const struct parcel *parcel)
{
    return parcel->signature;
}

const struct cJSON *parcel_json(const struct parcel *parcel)
{
    return parcel->root;
}

/* Set a key, whatever it was before. */
static bool set(cJSON *object, const char *key, cJSON *value)
{
    if (value == NULL) {
        return false;
    }
    cJSON_DeleteItemFromObjectCaseSensitive(object, key);
    if (!cJSON_AddItemToObject(object, key, value)) {
        cJSON_Delete(value);
        return false;
    }
    return true;
}

static bool set_time(cJSON *object, const char *key, int64_t time_s)
{
    char text[32];
    struct tm broken;
    time_t moment = (time_t)time_s;

    if (gmtime_r(&moment, &broken) == NULL ||
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.000Z", &broken) == 0) {
        return true;
    }
    return set(object, key, cJSON_CreateString(text));
}

static bool work_in(cJSON *attributes, const struct parcel_fold *fold)
{
    const cJSON *count = cJSON_GetObjectItemCaseSensitive(attributes, "crash.count");
    double own = cJSON_IsNumber(count) && count->valuedouble >= 1 ? count->valuedouble : 1;
    bool ok = true;

    if (fold->count > 0) {
        ok = set(attributes, "crash.count", cJSON_CreateNumber(own + (double)fold->count));
        if (ok && fold->first_seen_s > 0) {
            ok = set_time(attributes, "crash.first_seen", fold->first_seen_s);
        }
        if (ok && string_of(attributes, "crash.last_seen") == NULL && fold->last_seen_s > 0) {
            ok = set_time(attributes, "crash.last_seen", fold->last_seen_s);
        }
    }
    if (ok && fold->dropped != NULL) {
        ok = set(attributes, "crash.dropped", cJSON_CreateString(fold->dropped));
    }
    return ok;
}

char *parcel_print_folded(struct parcel *parcel, const struct parcel_fold *fold)
{
    cJSON *attributes = cJSON_GetObjectItemCaseSensitive(parcel->root, "attributes");
    char *printed = NULL;

    if (work_in(attributes, fold)) {
        printed = cJSON_PrintUnformatted(parcel->root);
        /* A replaced item may have been what these pointed at. */
        const char *signature = string_of(attributes, "crash.signature");
        parcel->signature = signature != NULL ? signature : "";
    }
    return printed;
}

static bool is_event_key(const char *key)
{
    static const char *const keys[] = {"type",        "event_id",  "schema_version",
                                       "instance_id", "sessionId", "timestamp",
                                       "attributes",  "crash"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(key, keys[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Remove what is no key of an event, and what is there twice: who reads it first wins. */
static void remove_strangers(cJSON *root)
{
    for (cJSON *item = root->child, *next; item != NULL; item = next) {
        next = item->next;
        if (!is_event_key(item->string) ||
            cJSON_GetObjectItemCaseSensitive(root, item->string) != item) {
            cJSON_Delete(cJSON_DetachItemViaPointer(root, item));
        }
    }
}

int parcel_adopt(struct parcel *parcel, const struct parcel_sender *sender)
{
    if (strcmp(string_of(parcel->root, "type"), "crash") != 0) {
        return -EBADMSG;
    }
    remove_strangers(parcel->root);
    cJSON *attributes = cJSON_GetObjectItemCaseSensitive(parcel->root, "attributes");
    bool ok = set(parcel->root, "instance_id", cJSON_CreateString(sender->instance_id)) &&
              set(attributes, "device.id", cJSON_CreateString(sender->device_id)) &&
              set(attributes, "auth.mode", cJSON_CreateString(sender->auth_mode));
    return ok ? event_remake_crash(parcel->root) : -ENOMEM;
}

char *parcel_print(const struct parcel *parcel)
{
    return cJSON_PrintUnformatted(parcel->root);
}
