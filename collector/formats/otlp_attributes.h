/*
 * Attributes as OTLP/JSON has them: a list of {"key","value"} whose values say their type.
 *
 * A key that is in the list already keeps its first value, text longer than OTLP_TEXT_MAX is
 * cut, and a number is an integer or it is left out: a receiver refuses a whole request for
 * one number in floating point.
 */
#ifndef OTLP_ATTRIBUTES_H
#define OTLP_ATTRIBUTES_H

#include <stdbool.h>
#include <stdint.h>

#include "encoding/json.h"

#define OTLP_TEXT_MAX 16384

/* Add to a list of attributes. A NULL or empty text is left out. */
void otlp_put_text(struct json *json, struct cJSON *attributes, const char *key,
                   const char *text);
void otlp_put_integer(struct json *json, struct cJSON *attributes, const char *key,
                      int64_t value);
void otlp_put_bool(struct json *json, struct cJSON *attributes, const char *key, bool value);

/*
 * Add what an object has under `from`, where it is of that type; else it is left out, as a
 * receiver may index the types that it saw first.
 */
void otlp_copy_text(struct json *json, struct cJSON *attributes, const char *key,
                    const struct cJSON *object, const char *from);
void otlp_copy_integer(struct json *json, struct cJSON *attributes, const char *key,
                       const struct cJSON *object, const char *from);

/* Add what `item` is: a text, a boolean, a number; anything else and NULL is left out. */
void otlp_put_item(struct json *json, struct cJSON *attributes, const char *key,
                   const struct cJSON *item);

/* Add an array; what is returned is for otlp_append_map(). NULL when it is not added. */
struct cJSON *otlp_put_array(struct json *json, struct cJSON *attributes, const char *key);

/* Append a map to an array; what is returned is a list of attributes. NULL without memory. */
struct cJSON *otlp_append_map(struct json *json, struct cJSON *array);

#endif
