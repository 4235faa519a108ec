/*
 * Sixteen bytes compared at once, by the vectors that gcc and clang have on every machine. A
 * comparison leaves 0xff in the lanes where it holds.
 */
#ifndef LANES_H
#define LANES_H

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef uint8_t lanes __attribute__((vector_size(16)));

/* The 16 bytes at `bytes`, which need not be aligned. */
static inline lanes lanes_load(const unsigned char *bytes)
{
    lanes loaded;

    memcpy(&loaded, bytes, sizeof loaded);
    return loaded;
}

static inline void lanes_store(unsigned char *bytes, lanes stored)
{
    memcpy(bytes, &stored, sizeof stored);
}

/* Sixteen numbers, of each the low byte and the high one. */
static inline void lanes_store_pairs(uint16_t *pairs, lanes low, lanes high)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    lanes first = low, second = high;
#else
    lanes first = high, second = low;
#endif
    lanes half = __builtin_shufflevector(first, second, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5,
                                         21, 6, 22, 7, 23);
    lanes other = __builtin_shufflevector(first, second, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28,
                                          13, 29, 14, 30, 15, 31);

    memcpy(pairs, &half, sizeof half);
    memcpy(pairs + 8, &other, sizeof other);
}

/* Where bytes are `count` values from `first` on. */
static inline lanes lanes_from(lanes bytes, uint8_t first, uint8_t count)
{
    return (lanes)(bytes - first < count);
}

/* Control characters other than tabs and ends of lines. */
static inline lanes lanes_control(lanes bytes)
{
    return (lanes)(bytes == 0x7f) | lanes_from(bytes, 0, '\t') |
           lanes_from(bytes, '\n' + 1, '\r' - '\n' - 1) |
           lanes_from(bytes, '\r' + 1, ' ' - '\r' - 1);
}

/* The top bit of each lane, the first lane's lowest. */
static inline unsigned int lanes_bits(lanes from)
{
#ifdef __SSE2__
    return (unsigned int)_mm_movemask_epi8((__m128i)from);
#else
    const uint64_t tops = UINT64_C(0x8080808080808080);
    uint64_t half[2];

    /* each lane's bit comes to its own place in the product's highest byte, and no two meet */
    memcpy(half, &from, sizeof half);
    return (unsigned int)(((half[0] & tops) >> 7) * UINT64_C(0x0102040810204080) >> 56 |
                          (((half[1] & tops) >> 7) * UINT64_C(0x0102040810204080) >> 56) << 8);
#endif
}

#endif
