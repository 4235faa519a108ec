/* When crashes happened: every one is in a bin, and a guess is told from what is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "report/timeline.h"

#define S UINT64_C(1000000000)
#define HOUR (3600 * S)
#define DAY (24 * HOUR)
#define NOON (1769860800 * S) /* 2026-01-31 12:00 UTC */

static const struct row {
    const char *name, *zone;
    uint64_t from_ns, to_ns;
    const char *unit;
    size_t bins;
} rows[] = {
    {"one_moment_is_a_day_of_hours", "UTC", NOON, NOON, "hour", 25},
    {"four_days_less_an_hour_are_hours", "UTC", NOON - 95 * HOUR, NOON, "hour", 96},
    {"four_days_are_three_hours_each", "UTC", NOON - 96 * HOUR, NOON, "3 hours", 33},
    {"a_month", "UTC", NOON - 30 * DAY, NOON, "day", 31},
    {"a_year", "UTC", NOON - 365 * DAY, NOON, "week", 53},
    {"five_years", "UTC", NOON - 1826 * DAY, NOON, "month", 61},
    {"since_1970", "UTC", S, NOON, "year", 57},
    {"a_clock_far_ahead", "UTC", NOON, UINT64_MAX, "decade", 54},
    {"a_month_with_a_day_of_23_hours", "Europe/Berlin", NOON + 45 * DAY, NOON + 75 * DAY, "day",
     31},
    {"half_an_hour_off", "Asia/Kolkata", NOON - 30 * DAY, NOON, "day", 31},
    {"nothing_known", "UTC", UINT64_MAX, NOON, "hour", 25},
};

static void bins_hold_the_range(void **state)
{
    const struct row *row = *state;
    struct timeline timeline;

    setenv("TZ", row->zone, 1);
    tzset();
    timeline_init(&timeline, row->from_ns, row->to_ns);
    assert_string_equal(timeline.unit, row->unit);
    assert_int_equal(timeline.count, row->bins);
    for (size_t i = 0; i < timeline.count; i++) {
        time_t edge = (time_t)timeline.edges_s[i];
        struct tm parts;

        assert_true(timeline.edges_s[i + 1] > timeline.edges_s[i]);
        localtime_r(&edge, &parts);
        assert_int_equal(parts.tm_sec + parts.tm_min, 0);
        assert_true(timeline.by_hours || parts.tm_hour == 0);
    }
    setenv("TZ", "UTC", 1);
    tzset();
}

static struct crash crash_of(uint32_t count, uint64_t first_ns, uint64_t last_ns)
{
    return (struct crash){.count = count, .first_seen_ns = first_ns, .last_seen_ns = last_ns};
}

static void only_both_ends_of_many_are_known(void **state)
{
    struct crash crash = crash_of(102, NOON - 9 * DAY, NOON);
    struct timeline timeline;
    uint64_t spread = 0;

    (void)state;
    timeline_init(&timeline, NOON - 30 * DAY, NOON);
    timeline_add(&timeline, &crash);
    assert_int_equal(timeline.bins[21].known, 1);
    assert_int_equal(timeline.bins[30].known, 1);
    for (size_t i = 0; i < timeline.count; i++) {
        assert_int_equal(timeline.bins[i].spread, i >= 21 ? 10 : 0);
        spread += timeline.bins[i].spread;
    }
    assert_int_equal(spread, timeline.spread_sum);
    assert_int_equal(timeline_highest(&timeline), 11);
}

static void many_within_one_bin_are_known(void **state)
{
    struct crash crash = crash_of(50, NOON - HOUR, NOON);
    struct timeline timeline;

    (void)state;
    timeline_init(&timeline, NOON - 30 * DAY, NOON);
    timeline_add(&timeline, &crash);
    assert_int_equal(timeline.bins[30].known, 50);
    assert_int_equal(timeline.spread_sum, 0);
}

static void what_has_no_time_is_counted_apart(void **state)
{
    struct crash crash = crash_of(7, 0, 0);
    struct timeline timeline;

    (void)state;
    timeline_init(&timeline, NOON, NOON);
    timeline_add(&timeline, &crash);
    assert_int_equal(timeline.unknown, 7);
    assert_int_equal(timeline_highest(&timeline), 0);
    timeline_clear(&timeline);
    assert_int_equal(timeline.unknown, 0);
}

/* Whatever clocks said, and however many: the sum is right. */
static void every_crash_is_somewhere(void **state)
{
    static const uint64_t times[] = {0, 1, S, NOON - 400 * DAY, NOON, NOON + DAY, UINT64_MAX};
    static const uint32_t counts[] = {1, 2, 3, 4, 97, UINT32_MAX};
    struct timeline timeline;

    (void)state;
    timeline_init(&timeline, NOON - 30 * DAY, NOON);
    for (size_t first = 0; first < 7; first++) {
        for (size_t last = 0; last < 7; last++) {
            for (size_t n = 0; n < 6; n++) {
                struct crash crash = crash_of(counts[n], times[first], times[last]);
                uint64_t sum = 0;

                timeline_clear(&timeline);
                timeline_add(&timeline, &crash);
                for (size_t i = 0; i < timeline.count; i++) {
                    sum += timeline.bins[i].known + timeline.bins[i].spread;
                }
                assert_true(sum + timeline.unknown == counts[n]);
            }
        }
    }
}

#define ROWS (sizeof rows / sizeof rows[0])

int main(void)
{
    struct CMUnitTest tests[ROWS + 4] = {
        cmocka_unit_test(only_both_ends_of_many_are_known),
        cmocka_unit_test(many_within_one_bin_are_known),
        cmocka_unit_test(what_has_no_time_is_counted_apart),
        cmocka_unit_test(every_crash_is_somewhere),
    };

    setenv("TZ", "UTC", 1);
    tzset();
    for (size_t i = 0; i < ROWS; i++) {
        tests[i + 4] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = bins_hold_the_range,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("timeline", tests, NULL, NULL);
}
