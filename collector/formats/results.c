#include "results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

struct results {
    cJSON *root;
};

struct results *results_parse(const char *body, size_t length)
{
    cJSON *root = cJSON_ParseWithLength(body, length);
    struct results *results = cJSON_IsObject(root) ? malloc(sizeof *results) : NULL;

    if (results == NULL) {
        cJSON_Delete(root);
        return NULL;
    }
    results->root = root;
    return results;
}

void results_free(struct results *results)
{
    if (results != NULL) {
        cJSON_Delete(results->root);
        free(results);
    }
}

static const char *string_of(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

static enum result_kind result_of(const char *status)
{
    static const struct word {
        const char *status;
        enum result_kind kind;
    } words[] = {
        {"accepted", RESULT_ACCEPTED},
        {"duplicate", RESULT_DUPLICATE},
        {"rejected", RESULT_REJECTED},
    };

    for (size_t i = 0; status != NULL && i < sizeof words / sizeof *words; i++) {
        if (strcmp(status, words[i].status) == 0) {
            return words[i].kind;
        }
    }
    return RESULT_NONE;
}

/* Find an event in an array of ids or of objects with an `event_id`. */
static const cJSON *find(const cJSON *array, const char *event_id)
{
    const cJSON *item;

    if (!cJSON_IsArray(array)) {
        return NULL;
    }
    cJSON_ArrayForEach(item, array)
    {
        const char *id = cJSON_IsString(item) ? item->valuestring : string_of(item, "event_id");
        if (id != NULL && strcmp(id, event_id) == 0) {
            return item;
        }
    }
    return NULL;
}

static const char *reason_of(const cJSON *item)
{
    static const char *const keys[] = {"reason", "error", "message"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *reason = string_of(item, keys[i]);
        if (reason != NULL) {
            return reason;
        }
    }
    return "";
}

void results_find(const struct results *results, const char *event_id,
                  struct result *ret_result)
{
    static const char *const lists[] = {"rejected", "duplicate", "accepted"};
    const cJSON *item =
        find(cJSON_GetObjectItemCaseSensitive(results->root, "results"), event_id);
    enum result_kind kind = item != NULL ? result_of(string_of(item, "status")) : RESULT_NONE;

    for (size_t i = 0; kind == RESULT_NONE && i < sizeof lists / sizeof *lists; i++) {
        item = find(cJSON_GetObjectItemCaseSensitive(results->root, lists[i]), event_id);
        kind = item != NULL ? result_of(lists[i]) : RESULT_NONE;
    }
    if (kind == RESULT_NONE) {
        return;
    }
    ret_result->kind = kind;
    if (kind == RESULT_REJECTED) {
        snprintf(ret_result->reason, sizeof ret_result->reason, "%s", reason_of(item));
    }
}
