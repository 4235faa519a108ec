/* Some events of the outbox, printed and ready to be put into request bodies. */
#ifndef BATCH_H
#define BATCH_H

#include <stddef.h>

#include "outbox.h"

struct format;

struct batch_item {
    char *name; /* of the file in the outbox */
    char *id;
    char *text; /* as the format prints it */
    size_t length;
};

struct batch {
    struct batch_item *items;
    size_t count;
    size_t bytes; /* of the items and what stands between them */
};

struct batch_limits {
    size_t count;
    size_t bytes;
};

/*
 * Take events from listing->entries[*position] on, as many as the limits allow and at least
 * one where any is left, and advance *position. A file that is no event is set aside in
 * rejected/ and counted in *unreadable; with `outbox` opened for reading only (`peek`), it is
 * passed over instead. Returns 0 or -errno. Free with batch_done().
 */
int batch_fill(struct outbox *outbox, const struct folder_listing *listing, size_t *position,
               const struct format *format, const struct batch_limits *limits, bool peek,
               struct batch *ret_batch, size_t *unreadable) __attribute__((warn_unused_result));
void batch_done(struct batch *batch);

/* The body for `count` items from `first` on; the caller frees it. NULL without memory. */
char *batch_body(const struct batch *batch, size_t first, size_t count,
                 const struct format *format, size_t *ret_length)
    __attribute__((warn_unused_result));

#endif
