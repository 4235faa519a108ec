/*
 * Bytes between two processes of ours that do not trust each other: numbers and strings, one
 * after another. Reading beyond the end or a string beyond its limit sets `failed`, and from
 * then on every read gives 0 and NULL, so that a reader checks once, at the end.
 */
#ifndef WIRE_H
#define WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wire {
    unsigned char *bytes;
    size_t length;
    size_t room;
    size_t position; /* of the reader */
    bool failed;
};

void wire_done(struct wire *wire);

void wire_put_u64(struct wire *wire, uint64_t value);
void wire_put_text(struct wire *wire, const char *text); /* NULL stays NULL */
void wire_put_bytes(struct wire *wire, const void *bytes, size_t length);

uint64_t wire_get_u64(struct wire *wire);
/* The caller frees it. NULL as it was put, or when it is longer than `limit`. */
char *wire_get_text(struct wire *wire, size_t limit) __attribute__((warn_unused_result));

/* One message on a stream socket or a pipe: its length, then the bytes. Returns 0 or -errno. */
int wire_send(int fd, const struct wire *wire) __attribute__((warn_unused_result));

/*
 * Receive one of at most `limit` bytes, within `timeout_ms` (negative: without end).
 * Returns 0; -EPIPE when the other end is gone, -ETIMEDOUT, -EMSGSIZE, -errno. Free with
 * wire_done().
 */
int wire_receive(int fd, size_t limit, int timeout_ms, struct wire *ret_wire)
    __attribute__((warn_unused_result));

#endif
