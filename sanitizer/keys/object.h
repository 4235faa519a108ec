/*
 * Names of objects: what stands where a key is expected, and has a key's length and randomness,
 * but says which commit, container, image, node or signer is meant.
 */
#ifndef OBJECT_H
#define OBJECT_H

#include "scan/scan.h"

/* Whether the word [start, end) is such a name; the key ends at `at`, `name` is its rule's. */
int object_is_named(const struct scan *scan, size_t at, size_t start, size_t end,
                    const char *name);

#endif
