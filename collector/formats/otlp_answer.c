#include "otlp_answer.h"

#include <string.h>

#include <cjson/cJSON.h>

#include "encoding/utf8.h"
#include "encoding/value.h"

/* An int64 is a decimal string in JSON; receivers are to take a number as well, so do we. */
static uint64_t count_of(const cJSON *item)
{
    const char *digits = cJSON_GetStringValue(item);
    int64_t count = 0;

    if (digits != NULL) {
        return value_i64(digits, &count) && count > 0 ? (uint64_t)count : 0;
    }
    return cJSON_IsNumber(item) && item->valuedouble >= 1 && item->valuedouble < 1e15
               ? (uint64_t)item->valuedouble
               : 0;
}

void otlp_answer_parse(const char *body, size_t length, struct otlp_answer *ret_answer)
{
    cJSON *root = length > 0 ? cJSON_ParseWithLength(body, length) : NULL;
    const cJSON *partial = cJSON_GetObjectItemCaseSensitive(root, "partialSuccess");
    const char *message =
        cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(partial, "errorMessage"));
    struct otlp_answer answer = {
        .rejected = count_of(cJSON_GetObjectItemCaseSensitive(partial, "rejectedLogRecords")),
    };

    if (message != NULL) {
        memcpy(answer.words, message,
               utf8_cut(message, strlen(message), sizeof answer.words - 1));
    }
    cJSON_Delete(root);
    *ret_answer = answer;
}
