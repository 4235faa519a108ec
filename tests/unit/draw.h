/* Numbers by lot, the same each time: what a test finds it finds again. */
#ifndef DRAW_H
#define DRAW_H

#include <stdint.h>

/* One of [0, below), by xorshift32 (Marsaglia 2003). */
static inline uint32_t draw(uint32_t below)
{
    static uint32_t state = 1;

    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % below;
}

#endif
