#include "format.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "destination.h"
#include "event/parcel.h"

#define PATH "/v1/events/batch"
#define OPEN "{\"events\":["
#define CLOSE "]}"

static int address(const struct destination *destination, const struct credentials *credentials,
                   struct http_address *ret_address, char ret_error[FORMAT_ERROR_SIZE])
{
    struct http_address made = {0};
    int error = http_address_set(&made, destination->server_url, PATH, "server_url", ret_error);

    if (error == 0 && credentials->token != NULL) {
        error = http_address_add(&made, "Authorization", "Bearer ", credentials->token);
    }
    if (error != 0) {
        http_address_done(&made);
        return error;
    }
    *ret_address = made;
    return 0;
}

/* The structure from which other formats are made is not the gateway's business. */
static cJSON *copy_event(const struct parcel *parcel)
{
    cJSON *copy = cJSON_CreateObject();
    const cJSON *item;

    cJSON_ArrayForEach(item, parcel_json(parcel))
    {
        if (strcmp(item->string, "crash") == 0) {
            continue;
        }
        cJSON *value = cJSON_Duplicate(item, 1);
        if (value == NULL || !cJSON_AddItemToObject(copy, item->string, value)) {
            cJSON_Delete(value);
            cJSON_Delete(copy);
            return NULL;
        }
    }
    return copy;
}

static int print(const struct destination *destination, const struct parcel *parcel,
                 struct format_part *ret_part)
{
    (void)destination;
    cJSON *event = copy_event(parcel);
    char *text = event == NULL ? NULL : cJSON_PrintUnformatted(event);

    cJSON_Delete(event);
    if (text == NULL) {
        return -ENOMEM;
    }
    ret_part->text = text;
    ret_part->length = strlen(text);
    return 0;
}

static char *body(const struct destination *destination, const struct format_part *parts,
                  size_t count, int64_t now_s, size_t *ret_length)
{
    size_t length = strlen(OPEN CLOSE);

    (void)destination;
    (void)now_s;
    for (size_t i = 0; i < count; i++) {
        length += parts[i].length + (i > 0);
    }
    char *bytes = malloc(length + 1);
    if (bytes == NULL) {
        return NULL;
    }
    char *end = stpcpy(bytes, OPEN);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            *end++ = ',';
        }
        end = mempcpy(end, parts[i].text, parts[i].length);
    }
    stpcpy(end, CLOSE);
    *ret_length = length;
    return bytes;
}

static void answer(const struct http_response *response, const struct format_part *parts,
                   size_t count, struct result *results, struct format_answer *ret_answer)
{
    (void)ret_answer;
    if (response->overflowed) {
        return;
    }
    struct results *parsed = results_parse(response->body, response->length);
    for (size_t i = 0; parsed != NULL && i < count; i++) {
        results_find(parsed, parts[i].id, &results[i]);
    }
    results_free(parsed);
}

const struct format format_native = {
    .name = "native",
    .key = "server_url",
    .credential = "token",
    .content_type = "application/json",
    .frame = sizeof OPEN CLOSE - 1,
    .part_frame = 1,
    .address = address,
    .print = print,
    .body = body,
    .judge = verdict_of,
    .answer = answer,
    .wait_s = format_retry_after,
};
