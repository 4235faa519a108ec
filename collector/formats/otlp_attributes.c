#include "otlp_attributes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "encoding/utf8.h"

#define EXACT_IN_A_DOUBLE 9007199254740992.0 /* 2^53 */

static bool is_there(const struct cJSON *attributes, const char *key)
{
    const struct cJSON *item;

    cJSON_ArrayForEach(item, attributes)
    {
        const char *other = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "key"));
        if (other != NULL && strcmp(other, key) == 0) {
            return true;
        }
    }
    return false;
}

/* The object that is to hold the value of `key`; NULL when there is one, or no memory. */
static struct cJSON *put_key(struct json *json, struct cJSON *attributes, const char *key)
{
    if (attributes == NULL || is_there(attributes, key)) {
        return NULL;
    }
    struct cJSON *attribute = json_put_object(json, attributes, NULL);
    json_put_text(json, attribute, "key", key);
    return json_put_object(json, attribute, "value");
}

void otlp_put_text(struct json *json, struct cJSON *attributes, const char *key,
                   const char *text)
{
    if (text == NULL || text[0] == '\0') {
        return;
    }
    struct cJSON *value = put_key(json, attributes, key);
    size_t length = strlen(text);
    if (value == NULL) {
        return;
    }
    if (length <= OTLP_TEXT_MAX) {
        json_put_text(json, value, "stringValue", text);
        return;
    }
    char *cut = strndup(text, utf8_cut(text, length, OTLP_TEXT_MAX));
    json->failed = json->failed || cut == NULL;
    json_put_text(json, value, "stringValue", cut);
    free(cut);
}

void otlp_put_integer(struct json *json, struct cJSON *attributes, const char *key,
                      int64_t number)
{
    struct cJSON *value = put_key(json, attributes, key);
    char digits[24];

    if (value != NULL) {
        snprintf(digits, sizeof digits, "%" PRId64, number);
        json_put_text(json, value, "intValue", digits);
    }
}

void otlp_put_bool(struct json *json, struct cJSON *attributes, const char *key, bool truth)
{
    struct cJSON *value = put_key(json, attributes, key);

    if (value != NULL) {
        json_put_bool(json, value, "boolValue", truth);
    }
}

static void put_number(struct json *json, struct cJSON *attributes, const char *key,
                       const struct cJSON *item)
{
    if (item->valuedouble >= -EXACT_IN_A_DOUBLE && item->valuedouble <= EXACT_IN_A_DOUBLE) {
        otlp_put_integer(json, attributes, key, (int64_t)item->valuedouble);
    }
}

void otlp_put_item(struct json *json, struct cJSON *attributes, const char *key,
                   const struct cJSON *item)
{
    if (cJSON_IsString(item)) {
        otlp_put_text(json, attributes, key, item->valuestring);
    } else if (cJSON_IsBool(item)) {
        otlp_put_bool(json, attributes, key, cJSON_IsTrue(item));
    } else if (cJSON_IsNumber(item)) {
        put_number(json, attributes, key, item);
    }
}

void otlp_copy_text(struct json *json, struct cJSON *attributes, const char *key,
                    const struct cJSON *object, const char *from)
{
    const struct cJSON *item = cJSON_GetObjectItemCaseSensitive(object, from);

    otlp_put_text(json, attributes, key, cJSON_GetStringValue(item));
}

void otlp_copy_integer(struct json *json, struct cJSON *attributes, const char *key,
                       const struct cJSON *object, const char *from)
{
    const struct cJSON *item = cJSON_GetObjectItemCaseSensitive(object, from);

    if (cJSON_IsNumber(item)) {
        put_number(json, attributes, key, item);
    }
}

struct cJSON *otlp_put_array(struct json *json, struct cJSON *attributes, const char *key)
{
    struct cJSON *value = put_key(json, attributes, key);

    if (value == NULL) {
        return NULL;
    }
    return json_put_array(json, json_put_object(json, value, "arrayValue"), "values");
}

struct cJSON *otlp_append_map(struct json *json, struct cJSON *array)
{
    struct cJSON *value = json_put_object(json, array, NULL);

    return json_put_array(json, json_put_object(json, value, "kvlistValue"), "values");
}
