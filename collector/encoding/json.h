/*
 * Building JSON out of what may be anything: strings are repaired to valid UTF-8, absent ones
 * are left out, 64-bit numbers become strings (a double holds 53 bits), and a lack of memory is
 * remembered so that it needs to be asked for only once, at the end.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cJSON;

struct json {
    struct cJSON *root;
    bool failed;
};

void json_init(struct json *json);
void json_done(struct json *json);

/* Add to `object`. A NULL text is left out. */
void json_put_text(struct json *json, struct cJSON *object, const char *key, const char *text);
void json_put_bool(struct json *json, struct cJSON *object, const char *key, bool value);
/* A number of at most 53 bits; more is cut to that. */
void json_put_number(struct json *json, struct cJSON *object, const char *key, int64_t value);
void json_put_hex(struct json *json, struct cJSON *object, const char *key, uint64_t value);
void json_put_null(struct json *json, struct cJSON *object, const char *key);
/* Nanoseconds since 1970 as "seconds.nanoseconds"; 0 is left out. */
void json_put_time(struct json *json, struct cJSON *object, const char *key, uint64_t time_ns);

/* Add an empty object or array to `parent`: under `key`, or at the end of an array. */
struct cJSON *json_put_object(struct json *json, struct cJSON *parent, const char *key);
struct cJSON *json_put_array(struct json *json, struct cJSON *parent, const char *key);
void json_append_text(struct json *json, struct cJSON *array, const char *text);

/* The whole as text without white space, which the caller frees; NULL when anything failed. */
char *json_print(const struct json *json) __attribute__((warn_unused_result));

#endif
