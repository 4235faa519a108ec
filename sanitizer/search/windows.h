/*
 * The windows of three bytes that end at each byte of a text (tables.h), and which of them wake
 * something. Most wake nothing, and which do cannot be foreseen: so they are made sixteen at
 * once, and told by a bit for each, without a branch.
 */
#ifndef WINDOWS_H
#define WINDOWS_H

#include <stddef.h>
#include <stdint.h>

#include "reading/lanes.h"

#define WINDOWS_BATCH ((size_t)256)
#define WINDOWS_PART ((size_t)64)

struct windows {
    size_t count;
    uint8_t classes[2 + WINDOWS_BATCH + sizeof(lanes)]; /* from the second byte before on */
    uint16_t at[WINDOWS_BATCH];                         /* by the window's last byte */
};

/* Start where nothing stands before. */
void windows_begin(struct windows *windows);

/* Read the next `count` bytes: WINDOWS_BATCH, or less at a text's end. */
void windows_read(struct windows *windows, const unsigned char *bytes, size_t count);

/* Which of the WINDOWS_PART windows from `part` on are in `wakes` (tables.h): a bit for each,
 * the first one's lowest. */
uint64_t windows_woken(const struct windows *windows, size_t part, const uint8_t *wakes);

#endif
