#include "batch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "event/parcel.h"
#include "formats/destination.h"
#include "formats/format.h"

static int print_part(const char *name, const char *json, size_t length,
                      const struct destination *destination, struct format_part *ret_part)
{
    struct parcel *parcel;
    struct format_part part = {0};
    int error = parcel_parse(json, length, &parcel);

    if (error != 0) {
        return error;
    }
    size_t id_length = strlen(parcel_id(parcel));
    if (strncmp(name, parcel_id(parcel), id_length) != 0 ||
        strcmp(name + id_length, OUTBOX_SUFFIX) != 0) {
        parcel_free(parcel);
        return -EBADMSG; /* a server's answer could not be matched with its file */
    }
    error = destination->format->print(destination, parcel, &part);
    part.id = error == 0 ? strdup(parcel_id(parcel)) : NULL;
    parcel_free(parcel);
    if (error == 0 && part.id == NULL) {
        error = -ENOMEM;
    }
    if (error != 0) {
        format_part_done(&part);
        return error;
    }
    *ret_part = part;
    return 0;
}

static int load_part(struct outbox *outbox, const char *name,
                     const struct destination *destination, struct format_part *ret_part)
{
    char *json;
    size_t length;
    int error = outbox_read(outbox, OUTBOX_QUEUE, name, &json, &length);

    if (error == 0) {
        error = print_part(name, json, length, destination, ret_part);
        free(json);
    }
    return error;
}

static size_t bytes_of(const struct format *format, const struct format_part *part)
{
    return part->length + format->part_frame + (part->group != NULL ? strlen(part->group) : 0);
}

/* Take over the part. */
static int add(struct batch *batch, const char *name, struct format_part *part, size_t bytes)
{
    char *copy = strdup(name);

    if (copy == NULL) {
        format_part_done(part);
        return -ENOMEM;
    }
    batch->names[batch->count] = copy;
    batch->parts[batch->count++] = *part;
    batch->bytes += bytes;
    return 0;
}

/* Damage of one file, as opposed to trouble with the disk or the memory. */
static bool is_damage(int error)
{
    return error == -EBADMSG || error == -EFBIG || error == -EINVAL;
}

int batch_fill(struct outbox *outbox, const struct folder_listing *listing, size_t *position,
               const struct destination *destination, const struct batch_limits *limits,
               bool peek, struct batch *ret_batch, size_t *unreadable)
{
    const struct format *format = destination->format;
    size_t most = format->batch_max != 0 && format->batch_max < limits->count
                      ? format->batch_max
                      : limits->count;
    struct batch batch = {
        .names = calloc(most, sizeof *batch.names),
        .parts = calloc(most, sizeof *batch.parts),
        .bytes = format->frame,
    };
    int error = batch.names == NULL || batch.parts == NULL ? -ENOMEM : 0;

    while (error == 0 && batch.count < most && *position < listing->count) {
        struct format_part part;
        const char *name = listing->entries[*position].name;
        error = load_part(outbox, name, destination, &part);
        if (is_damage(error)) {
            *unreadable += 1;
            error = peek ? 0 : outbox_reject(outbox, name, "the file is not an event");
            *position += 1;
            continue;
        }
        if (error == -ENOENT) {
            error = 0;
            *position += 1;
            continue;
        }
        if (error != 0) {
            break;
        }
        size_t bytes = bytes_of(format, &part);
        if (batch.count > 0 && batch.bytes + bytes > limits->bytes) {
            format_part_done(&part);
            break;
        }
        error = add(&batch, name, &part, bytes);
        *position += 1;
    }
    if (error != 0) {
        batch_done(&batch);
        return error;
    }
    *ret_batch = batch;
    return 0;
}

void batch_done(struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        free(batch->names[i]);
        format_part_done(&batch->parts[i]);
    }
    free(batch->names);
    free(batch->parts);
    *batch = (struct batch){0};
}
