#include "batch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "parcel.h"

static int print_item(const char *name, const char *json, size_t length,
                      const struct format *format, struct batch_item *ret_item)
{
    struct parcel *parcel;
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
    struct batch_item item = {
        .name = strdup(name),
        .id = strdup(parcel_id(parcel)),
        .text = format->print(parcel),
    };
    parcel_free(parcel);
    if (item.name == NULL || item.id == NULL || item.text == NULL) {
        free(item.name);
        free(item.id);
        free(item.text);
        return -ENOMEM;
    }
    item.length = strlen(item.text);
    *ret_item = item;
    return 0;
}

static void free_item(struct batch_item *item)
{
    free(item->name);
    free(item->id);
    free(item->text);
}

static int load_item(struct outbox *outbox, const char *name, const struct format *format,
                     struct batch_item *ret_item)
{
    char *json;
    size_t length;
    int error = outbox_read(outbox, OUTBOX_QUEUE, name, &json, &length);

    if (error == 0) {
        error = print_item(name, json, length, format, ret_item);
        free(json);
    }
    return error;
}

/* Damage of one file, as opposed to trouble with the disk or the memory. */
static bool is_damage(int error)
{
    return error == -EBADMSG || error == -EFBIG || error == -EINVAL;
}

int batch_fill(struct outbox *outbox, const struct folder_listing *listing, size_t *position,
               const struct format *format, const struct batch_limits *limits, bool peek,
               struct batch *ret_batch, size_t *unreadable)
{
    size_t most = format->batch_max != 0 && format->batch_max < limits->count
                      ? format->batch_max
                      : limits->count;
    size_t frame = strlen(format->open) + strlen(format->close);
    struct batch batch = {.items = calloc(most, sizeof *batch.items), .bytes = frame};
    int error = batch.items == NULL ? -ENOMEM : 0;

    while (error == 0 && batch.count < most && *position < listing->count) {
        struct batch_item item;
        const char *name = listing->entries[*position].name;
        error = load_item(outbox, name, format, &item);
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
        size_t bytes = item.length + (batch.count > 0 ? strlen(format->separator) : 0);
        if (batch.count > 0 && batch.bytes + bytes > limits->bytes) {
            free_item(&item);
            break;
        }
        batch.bytes += bytes;
        batch.items[batch.count++] = item;
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
        free_item(&batch->items[i]);
    }
    free(batch->items);
    *batch = (struct batch){0};
}

char *batch_body(const struct batch *batch, size_t first, size_t count,
                 const struct format *format, size_t *ret_length)
{
    size_t length = strlen(format->open) + strlen(format->close);

    for (size_t i = first; i < first + count; i++) {
        length += batch->items[i].length + (i > first ? strlen(format->separator) : 0);
    }
    char *body = malloc(length + 1);
    if (body == NULL) {
        return NULL;
    }
    char *end = stpcpy(body, format->open);
    for (size_t i = first; i < first + count; i++) {
        end = i > first ? stpcpy(end, format->separator) : end;
        end = mempcpy(end, batch->items[i].text, batch->items[i].length);
    }
    stpcpy(end, format->close);
    *ret_length = length;
    return body;
}
