/*
 * How events are spoken to a server. One table per format; delivery knows only this.
 */
#ifndef FORMAT_H
#define FORMAT_H

#include <stddef.h>

struct parcel;

struct format {
    const char *name;
    const char *path; /* after the server's URL */
    const char *content_type;
    const char *open; /* a body is open, events with separators between, close */
    const char *separator;
    const char *close;
    size_t batch_max; /* events in one body, whatever is configured; 0: no such limit */

    /* Print one event; the caller frees the string. NULL when there is no memory. */
    char *(*print)(const struct parcel *parcel);
};

/* The gateway's own form: {"events":[...]}, each as it lies in the outbox without "crash". */
extern const struct format format_native;

#endif
