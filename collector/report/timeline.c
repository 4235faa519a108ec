#include "timeline.h"

#include <string.h>
#include <time.h>

#define NS_PER_S 1000000000u
#define S_PER_DAY 86400
#define LATEST_S INT64_C(32503680000) /* the year 3000: later is a broken clock's */

enum step_kind { STEP_HOURS, STEP_DAYS, STEP_MONTHS };

/* Widths of a bin, narrow to wide. */
static const struct step {
    enum step_kind kind;
    int number;
    const char *words;
} steps[] = {
    {STEP_HOURS, 1, "hour"},   {STEP_HOURS, 3, "3 hours"},   {STEP_HOURS, 6, "6 hours"},
    {STEP_DAYS, 1, "day"},     {STEP_DAYS, 7, "week"},       {STEP_MONTHS, 1, "month"},
    {STEP_MONTHS, 12, "year"}, {STEP_MONTHS, 120, "decade"}, {STEP_MONTHS, 1200, "century"},
};

static int64_t seconds_of(uint64_t time_ns)
{
    int64_t seconds = (int64_t)(time_ns / NS_PER_S);

    return seconds < LATEST_S ? seconds : LATEST_S;
}

/* Where the bin that holds `time_s` begins. */
static int64_t floor_of(int64_t time_s, const struct step *step)
{
    time_t seconds = (time_t)time_s;
    struct tm parts;

    if (localtime_r(&seconds, &parts) == NULL) {
        return time_s;
    }
    parts.tm_sec = parts.tm_min = 0;
    if (step->kind == STEP_HOURS) {
        parts.tm_hour -= parts.tm_hour % step->number;
        return (int64_t)mktime(&parts);
    }
    parts.tm_hour = 0;
    parts.tm_isdst = -1;
    if (step->number == 7) {
        parts.tm_mday -= (parts.tm_wday + 6) % 7; /* from Monday */
    } else if (step->kind == STEP_MONTHS) {
        int months = parts.tm_year * 12 + parts.tm_mon;
        parts.tm_year = 0;
        parts.tm_mon = months - months % step->number;
        parts.tm_mday = 1;
    }
    return (int64_t)mktime(&parts);
}

/* Days and months are as long as the calendar has them, daylight saving time included. */
static int64_t next_of(int64_t edge_s, const struct step *step)
{
    time_t seconds = (time_t)edge_s;
    struct tm parts;

    if (step->kind == STEP_HOURS || localtime_r(&seconds, &parts) == NULL) {
        return edge_s + step->number * INT64_C(3600);
    }
    parts.tm_mday += step->kind == STEP_DAYS ? step->number : 0;
    parts.tm_mon += step->kind == STEP_MONTHS ? step->number : 0;
    parts.tm_isdst = -1;
    return (int64_t)mktime(&parts);
}

/* Do the bins of this step reach beyond `to_s`? */
static bool lay_out(struct timeline *timeline, int64_t from_s, int64_t to_s,
                    const struct step *step)
{
    timeline->edges_s[0] = floor_of(from_s, step);
    timeline->unit = step->words;
    timeline->by_hours = step->kind == STEP_HOURS;
    for (timeline->count = 0; timeline->count < TIMELINE_BINS_MAX;) {
        int64_t edge = timeline->edges_s[timeline->count];
        int64_t next = next_of(edge, step);

        if (next <= edge) {
            return false;
        }
        timeline->edges_s[++timeline->count] = next;
        if (next > to_s) {
            return true;
        }
    }
    return false;
}

void timeline_init(struct timeline *timeline, uint64_t from_ns, uint64_t to_ns)
{
    int64_t to_s = seconds_of(to_ns);
    int64_t from_s = seconds_of(from_ns);

    *timeline = (struct timeline){.count = 0};
    if (from_s > to_s - S_PER_DAY) {
        from_s = to_s > S_PER_DAY ? to_s - S_PER_DAY : 0;
    }
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (lay_out(timeline, from_s, to_s, &steps[i])) {
            break;
        }
    }
}

void timeline_clear(struct timeline *timeline)
{
    memset(timeline->bins, 0, sizeof timeline->bins);
    timeline->unknown = timeline->spread_sum = 0;
}

/* The bin of a time; beyond the ends, the one at that end. */
static size_t bin_of(const struct timeline *timeline, uint64_t time_ns)
{
    int64_t time_s = seconds_of(time_ns);
    size_t bin = 0;

    while (bin + 1 < timeline->count && time_s >= timeline->edges_s[bin + 1]) {
        bin++;
    }
    return bin;
}

void timeline_add(struct timeline *timeline, const struct crash *crash)
{
    if (crash->last_seen_ns == 0) {
        timeline->unknown += crash->count;
        return;
    }
    size_t last = bin_of(timeline, crash->last_seen_ns);
    size_t first = crash->first_seen_ns > 0 ? bin_of(timeline, crash->first_seen_ns) : last;

    if (crash->count < 2 || first >= last) {
        timeline->bins[last].known += crash->count;
        return;
    }
    uint64_t rest = crash->count - 2, bins = last - first + 1;
    timeline->bins[first].known++;
    timeline->bins[last].known++;
    timeline->spread_sum += rest;
    for (size_t i = 0; i < bins; i++) { /* what does not divide is spread evenly as well */
        timeline->bins[first + i].spread += rest * (i + 1) / bins - rest * i / bins;
    }
}

uint64_t timeline_highest(const struct timeline *timeline)
{
    uint64_t highest = 0;

    for (size_t i = 0; i < timeline->count; i++) {
        uint64_t sum = timeline->bins[i].known + timeline->bins[i].spread;
        highest = sum > highest ? sum : highest;
    }
    return highest;
}
