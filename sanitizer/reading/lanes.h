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

/* Where bytes are `count` values from `first` on. */
static inline lanes lanes_from(lanes bytes, uint8_t first, uint8_t count)
{
    return (lanes)(bytes - first < count);
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
