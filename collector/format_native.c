#include "format.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "parcel.h"

/* The structure from which other formats are made is not the gateway's business. */
static char *print_native(const struct parcel *parcel)
{
    cJSON *copy = cJSON_CreateObject();
    const cJSON *item;

    if (copy == NULL) {
        return NULL;
    }
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
    char *printed = cJSON_PrintUnformatted(copy);
    cJSON_Delete(copy);
    return printed;
}

const struct format format_native = {
    .name = "native",
    .path = "/v1/events/batch",
    .content_type = "application/json",
    .open = "{\"events\":[",
    .separator = ",",
    .close = "]}",
    .print = print_native,
};
