/* Is this a Sentry event, to the letter? Stricter than a receiver: unknown keys are wrong. */
#ifndef STRICT_SENTRY_H
#define STRICT_SENTRY_H

#include <stddef.h>

/* NULL when it is; else where it is not, for reading. Not reentrant. */
const char *strict_sentry(const char *text, size_t length);

#endif
