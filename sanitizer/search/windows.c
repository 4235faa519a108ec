#include "windows.h"

#include <string.h>

/* `class` where the byte stands. */
static lanes class_of(lanes bytes, uint8_t byte, uint8_t class)
{
    return (lanes)(bytes == byte) & class;
}

/* As table_classes has them. */
static lanes classes_of(lanes bytes)
{
    lanes low_bits = lanes_from(bytes | 0x20, 'a', 26) | lanes_from(bytes, 0x80, 0x80);

    return (bytes & 31 & low_bits) | (lanes_from(bytes, '0', 10) & 27) |
           class_of(bytes, '_', 28) | class_of(bytes, '-', 29) | class_of(bytes, '/', 30) |
           class_of(bytes, ':', 31) | class_of(bytes, '$', 17) | class_of(bytes, '+', 26) |
           class_of(bytes, '<', 10);
}

void windows_begin(struct windows *windows)
{
    memset(windows->classes, 0, sizeof windows->classes);
}

void windows_read(struct windows *windows, const unsigned char *bytes, size_t count)
{
    uint8_t *classes = windows->classes;
    unsigned char rest[sizeof(lanes)] = {0};
    size_t at = 0;

    memcpy(classes, classes + WINDOWS_BATCH, 2);
    for (; count - at >= sizeof(lanes); at += sizeof(lanes)) {
        lanes_store(classes + 2 + at, classes_of(lanes_load(bytes + at)));
    }
    memcpy(rest, bytes + at, count - at);
    lanes_store(classes + 2 + at, classes_of(lanes_load(rest)));
    for (at = 0; at < WINDOWS_BATCH; at += sizeof(lanes)) {
        lanes first = lanes_load(classes + at), second = lanes_load(classes + at + 1);
        lanes third = lanes_load(classes + at + 2);

        lanes_store_pairs(windows->at + at, second << 5 | third, first << 2 | second >> 3);
    }
    windows->count = count;
}

uint64_t windows_woken(const struct windows *windows, size_t part, const uint8_t *wakes)
{
    enum { QUARTERS = 4, QUARTER = WINDOWS_PART / QUARTERS };
    const uint16_t *at = windows->at + part;
    const size_t left = windows->count - part;
    uint64_t woken[QUARTERS] = {0}; /* side by side, so that none waits for the one before */

#pragma GCC unroll 4
    for (size_t i = QUARTER; i > 0; i--) {
        for (size_t quarter = 0; quarter < QUARTERS; quarter++) {
            woken[quarter] = woken[quarter] * 2 + wakes[at[quarter * QUARTER + i - 1]];
        }
    }
    return (woken[0] | woken[1] << QUARTER | woken[2] << 2 * QUARTER |
            woken[3] << 3 * QUARTER) &
           (left < WINDOWS_PART ? (UINT64_C(1) << left) - 1 : ~UINT64_C(0));
}
