/* Some events of the outbox, printed and ready to be put into request bodies. */
#ifndef BATCH_H
#define BATCH_H

#include <stddef.h>

#include "outbox/outbox.h"

struct destination;
struct format_part;

struct batch {
    char **names;              /* of the files in the outbox */
    struct format_part *parts; /* the same events as the destination's format has them */
    size_t count;
    size_t bytes; /* of a body that holds them all, about */
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
               const struct destination *destination, const struct batch_limits *limits,
               bool peek, struct batch *ret_batch, size_t *unreadable)
    __attribute__((warn_unused_result));
void batch_done(struct batch *batch);

#endif
