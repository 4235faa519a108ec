/* A crash as JSON. */
#ifndef CRASH_JSON_H
#define CRASH_JSON_H

#include "crash.h"
#include "encoding/json.h"

/*
 * What the shim wrote, for `epitaph dump --json`: nothing added, nothing hidden. Every key is
 * always there; what the record does not say is null.
 */
void crash_json_put_raw(struct json *json, struct cJSON *object, const struct crash *crash);

/*
 * The whole structure of a crash that has been scrubbed, in the form that event.h describes,
 * without what event_build() adds to it.
 */
void crash_json_put(struct json *json, struct cJSON *object, const struct crash *crash);

#endif
