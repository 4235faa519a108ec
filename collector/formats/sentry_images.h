/* The mapped ELF files of a crash, by which a server with debug files names its frames. */
#ifndef SENTRY_IMAGES_H
#define SENTRY_IMAGES_H

#include <stdbool.h>

#include "crash/crash.h"

struct cJSON;
struct json;

/*
 * Add "debug_meta" to `object`: the modules with a build-id; all of them, or only the program
 * itself and those that frames of the crashed thread lie in. Nothing when there are none.
 */
void sentry_images_put(struct json *json, struct cJSON *object, const struct crash *crash,
                       bool all);

/* An architecture as symbol servers call it. */
const char *sentry_arch(const char *arch);

#endif
