/*
 * A Sentry event out of one of ours: the JSON that an envelope's item holds.
 *
 * Of the parcel only what has the type that it should have is taken, and of every text no more
 * than a bound: receivers drop whole events over one value of another type, and whoever wrote
 * the parcel is not trusted.
 */
#ifndef SENTRY_EVENT_H
#define SENTRY_EVENT_H

#include <stddef.h>

struct parcel;

#define SENTRY_EVENT_MAX 1048576 /* bytes; servers refuse larger ones */
#define SENTRY_ID_LENGTH 32

/* What the installation says of itself; each may be NULL. Borrowed. */
struct sentry_origin {
    const char *environment;
    const char *release; /* instead of the program's name and version */
    const char *server_name;
};

/*
 * Print the event, at most SENTRY_EVENT_MAX bytes: where it is larger the other threads go,
 * then the middle of the stack, then the images that no frame lies in. The same parcel is the
 * same bytes. The caller frees *ret_text. Returns 0 or -errno.
 */
int sentry_event_print(const struct parcel *parcel, const struct sentry_origin *origin,
                       char **ret_text, size_t *ret_length) __attribute__((warn_unused_result));

/* Our id without its dashes; of one that is not a UUID, a hash. */
void sentry_event_id(const char *id, char ret_id[SENTRY_ID_LENGTH + 1]);

#endif
