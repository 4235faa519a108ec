#include "json.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

#define EXACT_IN_A_DOUBLE (INT64_C(1) << 53)

void json_init(struct json *json)
{
    json->root = cJSON_CreateObject();
    json->failed = json->root == NULL;
}

void json_done(struct json *json)
{
    cJSON_Delete(json->root);
    json->root = NULL;
}

static void note(struct json *json, const struct cJSON *added)
{
    json->failed = json->failed || added == NULL;
}

void json_put_text(struct json *json, struct cJSON *object, const char *key, const char *text)
{
    if (text == NULL) {
        return;
    }
    char *valid = utf8_repair(text, strlen(text));
    note(json, valid != NULL ? cJSON_AddStringToObject(object, key, valid) : NULL);
    free(valid);
}

void json_put_bool(struct json *json, struct cJSON *object, const char *key, bool value)
{
    note(json, cJSON_AddBoolToObject(object, key, value));
}

void json_put_number(struct json *json, struct cJSON *object, const char *key, int64_t value)
{
    if (value > EXACT_IN_A_DOUBLE) {
        value = EXACT_IN_A_DOUBLE;
    }
    if (value < -EXACT_IN_A_DOUBLE) {
        value = -EXACT_IN_A_DOUBLE;
    }
    /* cJSON prints large doubles with an exponent; the digits are ours. */
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, value);
    note(json, cJSON_AddRawToObject(object, key, digits));
}

void json_put_hex(struct json *json, struct cJSON *object, const char *key, uint64_t value)
{
    char text[24];

    snprintf(text, sizeof text, "0x%" PRIx64, value);
    note(json, cJSON_AddStringToObject(object, key, text));
}

void json_put_null(struct json *json, struct cJSON *object, const char *key)
{
    note(json, cJSON_AddNullToObject(object, key));
}

void json_put_time(struct json *json, struct cJSON *object, const char *key, uint64_t time_ns)
{
    char text[32];

    if (time_ns == 0) {
        return;
    }
    snprintf(text, sizeof text, "%" PRIu64 ".%09" PRIu64, time_ns / 1000000000u,
             time_ns % 1000000000u);
    note(json, cJSON_AddStringToObject(object, key, text));
}

static struct cJSON *put_item(struct json *json, struct cJSON *parent, const char *key,
                              struct cJSON *item)
{
    bool added = item != NULL && (key != NULL ? cJSON_AddItemToObject(parent, key, item)
                                              : cJSON_AddItemToArray(parent, item));
    if (!added) {
        cJSON_Delete(item);
        json->failed = true;
        return NULL;
    }
    return item;
}

struct cJSON *json_put_object(struct json *json, struct cJSON *parent, const char *key)
{
    return put_item(json, parent, key, cJSON_CreateObject());
}

struct cJSON *json_put_array(struct json *json, struct cJSON *parent, const char *key)
{
    return put_item(json, parent, key, cJSON_CreateArray());
}

void json_append_text(struct json *json, struct cJSON *array, const char *text)
{
    char *valid = utf8_repair(text, strlen(text));

    (void)put_item(json, array, NULL, valid != NULL ? cJSON_CreateString(valid) : NULL);
    free(valid);
}

char *json_print(const struct json *json)
{
    return json->failed ? NULL : cJSON_PrintUnformatted(json->root);
}
