/* The death itself as Sentry has it: an exception, and the threads that there were. */
#ifndef SENTRY_EXCEPTION_H
#define SENTRY_EXCEPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "crash/crash.h"

struct json;

struct sentry_exception {
    const char *type;  /* the signal's name or the C++ type; NULL or "": not known */
    const char *value; /* the first line; may be NULL */
    size_t frames;     /* of a thread, at most: see sentry_frames.h */
    bool other_threads;
};

/* Add "exception" and, where the threads have ids, "threads" to the event. */
void sentry_exception_put(struct json *json, const struct crash *crash,
                          const struct sentry_exception *exception);

#endif
