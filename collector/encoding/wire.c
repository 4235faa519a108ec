#include "wire.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ABSENT UINT64_MAX /* the length of a NULL string */

void wire_done(struct wire *wire)
{
    free(wire->bytes);
    *wire = (struct wire){.bytes = NULL};
}

void wire_put_bytes(struct wire *wire, const void *bytes, size_t length)
{
    if (wire->room - wire->length < length) {
        size_t wanted = (wire->length + length) * 2 + 256;
        unsigned char *grown = realloc(wire->bytes, wanted);
        if (grown == NULL) {
            wire->failed = true;
            return;
        }
        wire->bytes = grown;
        wire->room = wanted;
    }
    if (length > 0) {
        memcpy(wire->bytes + wire->length, bytes, length);
        wire->length += length;
    }
}

void wire_put_u64(struct wire *wire, uint64_t value)
{
    wire_put_bytes(wire, &value, sizeof value);
}

void wire_put_text(struct wire *wire, const char *text)
{
    size_t length = text != NULL ? strlen(text) : 0;

    wire_put_u64(wire, text != NULL ? length : ABSENT);
    wire_put_bytes(wire, text, length);
}

uint64_t wire_get_u64(struct wire *wire)
{
    uint64_t value = 0;

    if (wire->failed || wire->length - wire->position < sizeof value) {
        wire->failed = true;
        return 0;
    }
    memcpy(&value, wire->bytes + wire->position, sizeof value);
    wire->position += sizeof value;
    return value;
}

char *wire_get_text(struct wire *wire, size_t limit)
{
    uint64_t length = wire_get_u64(wire);

    if (wire->failed || length == ABSENT) {
        return NULL;
    }
    if (length > limit || length > wire->length - wire->position) {
        wire->failed = true;
        return NULL;
    }
    /* strndup: a NUL inside ends it, as it would for everyone who reads it */
    char *text = strndup((const char *)wire->bytes + wire->position, (size_t)length);
    wire->failed = text == NULL;
    wire->position += (size_t)length;
    return text;
}

static int write_all(int fd, const void *buffer, size_t length)
{
    const unsigned char *bytes = buffer;

    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return -errno;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return 0;
}

int wire_send(int fd, const struct wire *wire)
{
    uint64_t length = wire->length;

    if (wire->failed) {
        return -ENOMEM;
    }
    int error = write_all(fd, &length, sizeof length);
    return error != 0 ? error : write_all(fd, wire->bytes, wire->length);
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Read exactly `length` bytes before `deadline_ms`; negative: whenever they come. */
static int read_all(int fd, void *buffer, size_t length, int64_t deadline_ms)
{
    unsigned char *bytes = buffer;

    while (length > 0) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        int64_t left_ms = deadline_ms < 0 ? -1 : deadline_ms - now_ms();

        if (deadline_ms >= 0 && left_ms <= 0) {
            return -ETIMEDOUT;
        }
        if (poll(&ready, 1, (int)left_ms) < 0 && errno != EINTR) {
            return -errno;
        }
        if (ready.revents == 0) {
            continue;
        }
        ssize_t got = read(fd, bytes, length);
        if (got < 0 && errno != EINTR && errno != EAGAIN) {
            return -errno;
        }
        if (got == 0) {
            return -EPIPE;
        }
        if (got > 0) {
            bytes += got;
            length -= (size_t)got;
        }
    }
    return 0;
}

int wire_receive(int fd, size_t limit, int timeout_ms, struct wire *ret_wire)
{
    int64_t deadline_ms = timeout_ms < 0 ? -1 : now_ms() + timeout_ms;
    struct wire wire = {.bytes = NULL};
    uint64_t length = 0;

    int error = read_all(fd, &length, sizeof length, deadline_ms);
    if (error != 0) {
        return error;
    }
    if (length > limit) {
        return -EMSGSIZE;
    }
    wire.bytes = malloc((size_t)length + 1);
    if (wire.bytes == NULL) {
        return -ENOMEM;
    }
    error = read_all(fd, wire.bytes, (size_t)length, deadline_ms);
    if (error != 0) {
        wire_done(&wire);
        return error;
    }
    wire.length = wire.room = (size_t)length;
    *ret_wire = wire;
    return 0;
}
