/*
 * When crashes happened, in equal stretches of local time.
 *
 * A crash that stands for many is known by its first and its last time only. Those two are
 * placed where they were; the rest is spread evenly over the stretches from the one to the
 * other, and kept apart, so that whoever draws it can say that it is a guess.
 */
#ifndef TIMELINE_H
#define TIMELINE_H

#include <stddef.h>
#include <stdint.h>

#include "crash/crash.h"

#define TIMELINE_BINS_MAX 96

struct timeline_bin {
    uint64_t known;  /* crashes that happened in it */
    uint64_t spread; /* crashes that may have */
};

struct timeline {
    int64_t edges_s[TIMELINE_BINS_MAX + 1]; /* bin i is from edge i up to edge i+1 */
    struct timeline_bin bins[TIMELINE_BINS_MAX];
    size_t count;
    const char *unit;    /* "hour", "6 hours", "day" */
    bool by_hours;       /* bins are shorter than a day */
    uint64_t unknown;    /* crashes whose time nobody knows */
    uint64_t spread_sum; /* of all bins */
};

/* Lay out empty bins, at least a day of them, that hold both times. */
void timeline_init(struct timeline *timeline, uint64_t from_ns, uint64_t to_ns);

/* Keep the bins and forget what is in them. */
void timeline_clear(struct timeline *timeline);

void timeline_add(struct timeline *timeline, const struct crash *crash);

/* The largest bin: known and spread together. */
uint64_t timeline_highest(const struct timeline *timeline);

#endif
