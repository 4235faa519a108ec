#include "catalogue_index.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"

#define SIZE_MIN 256

/* FNV-1a */
static size_t hash(const char *id)
{
    uint64_t value = 14695981039346656037u;

    for (; *id != '\0'; id++) {
        value = (value ^ (unsigned char)*id) * 1099511628211u;
    }
    return (size_t)(value ^ value >> 32);
}

/* Its slot, or the free one where it belongs. There is always a free one. */
static size_t *slot_of(const struct catalogue_index *index,
                       const struct catalogue_entry *entries, const char *id)
{
    size_t at = hash(id) & (index->size - 1);

    while (index->slots[at] != 0 && strcmp(entries[index->slots[at] - 1].id, id) != 0) {
        at = (at + 1) & (index->size - 1);
    }
    return &index->slots[at];
}

bool catalogue_index_find(const struct catalogue_index *index,
                          const struct catalogue_entry *entries, const char *id,
                          size_t *ret_position)
{
    if (index->size == 0) {
        return false;
    }
    size_t found = *slot_of(index, entries, id);
    if (found == 0) {
        return false;
    }
    *ret_position = found - 1;
    return true;
}

static int grow(struct catalogue_index *index, const struct catalogue_entry *entries)
{
    struct catalogue_index larger = {.size = index->size > 0 ? index->size * 2 : SIZE_MIN};

    larger.slots = calloc(larger.size, sizeof *larger.slots);
    if (larger.slots == NULL) {
        return -ENOMEM;
    }
    for (size_t i = 0; i < index->size; i++) {
        if (index->slots[i] != 0) {
            *slot_of(&larger, entries, entries[index->slots[i] - 1].id) = index->slots[i];
        }
    }
    larger.used = index->used;
    free(index->slots);
    *index = larger;
    return 0;
}

int catalogue_index_add(struct catalogue_index *index, const struct catalogue_entry *entries,
                        size_t position)
{
    if (index->used * 2 >= index->size) {
        int error = grow(index, entries);
        if (error != 0) {
            return error;
        }
    }
    *slot_of(index, entries, entries[position].id) = position + 1;
    index->used++;
    return 0;
}

void catalogue_index_done(struct catalogue_index *index)
{
    free(index->slots);
    *index = (struct catalogue_index){.slots = NULL};
}
