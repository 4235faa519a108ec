/* Where an id is in a list that only grows: a hash table of positions. */
#ifndef CATALOGUE_INDEX_H
#define CATALOGUE_INDEX_H

#include <stdbool.h>
#include <stddef.h>

struct catalogue_entry;

struct catalogue_index {
    size_t *slots; /* position + 1; 0: none */
    size_t size;   /* a power of two, or 0 */
    size_t used;
};

/* The position of `id` among the entries; false: it is not there. */
bool catalogue_index_find(const struct catalogue_index *index,
                          const struct catalogue_entry *entries, const char *id,
                          size_t *ret_position);

/* The entry at `position` is new. Returns 0 or -ENOMEM. */
int catalogue_index_add(struct catalogue_index *index, const struct catalogue_entry *entries,
                        size_t position) __attribute__((warn_unused_result));
void catalogue_index_done(struct catalogue_index *index);

#endif
