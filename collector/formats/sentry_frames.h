/* Stack traces as Sentry has them: the outermost frame first. */
#ifndef SENTRY_FRAMES_H
#define SENTRY_FRAMES_H

#include <stddef.h>

#include "crash/crash.h"

struct cJSON;
struct json;

/*
 * Add "stacktrace" to `object`: the frames of `crash`, with inlined calls each a frame, and
 * where they would be more than `most`, those of both ends. Nothing for a crash without
 * frames, or when `most` is 0.
 */
void sentry_frames_put(struct json *json, struct cJSON *object, const struct crash *crash,
                       size_t most);

#endif
