#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "formats/backoff.h"

#define NOW_S INT64_C(1800000000) /* Fri, 15 Jan 2027 08:00:00 GMT */

static const struct retry_after {
    const char *name, *value;
    int64_t want_s;
} retry_after[] = {
    {"seconds", "120", 120},
    {"zero", "0", 0},
    {"a_week_is_a_day", "604800", 86400},
    {"more_digits_than_any_number", "99999999999999999999999999999999999999", 86400},
    {"negative_is_nothing", "-5", -1},
    {"fraction_is_nothing", "1.5", -1},
    {"garbage_is_nothing", "soon", -1},
    {"empty_is_nothing", "", -1},
    {"digits_and_more_is_nothing", "12 parsecs", -1},
    {"date_to_come", "Fri, 15 Jan 2027 08:00:30 GMT", 30},
    {"date_gone_by", "Fri, 15 Jan 2027 07:00:00 GMT", 0},
    {"date_of_the_old_kind", "Friday, 15-Jan-27 08:01:00 GMT", 60},
    {"date_of_asctime", "Fri Jan 15 08:00:10 2027", 10},
    {"date_far_away_is_a_day", "Fri, 15 Jan 9999 08:00:00 GMT", 86400},
    {"date_with_a_tail_is_nothing", "Fri, 15 Jan 2027 08:00:30 GMT or so", -1},
};
#define RETRY_AFTERS (sizeof retry_after / sizeof *retry_after)

static void check_retry_after(void **state)
{
    const struct retry_after *row = *state;

    assert_int_equal(backoff_parse_retry_after(row->value, NOW_S), row->want_s);
}

/* The wait is the draw within a ceiling that doubles. */
static void wait_doubles_up_to_a_minute_within_a_run(void **state)
{
    struct backoff backoff = {0};
    static const int64_t ceilings[] = {1, 2, 4, 8, 16, 32, 60, 60, 60};

    (void)state;
    for (size_t i = 0; i < sizeof ceilings / sizeof *ceilings; i++) {
        for (uint64_t draw = 0; draw <= 61; draw++) {
            struct backoff copy = backoff;
            backoff_fail(&copy, NOW_S, -1, true, draw);
            assert_int_equal(backoff_remaining_s(&copy, NOW_S),
                             (int64_t)(draw % (uint64_t)(ceilings[i] + 1)));
        }
        backoff_fail(&backoff, NOW_S, -1, true, 0);
    }
}

static void wait_grows_to_an_hour_between_runs(void **state)
{
    struct backoff backoff = {.failures = 40};

    (void)state;
    backoff_fail(&backoff, NOW_S, -1, false, 3600);
    assert_int_equal(backoff_remaining_s(&backoff, NOW_S), 3600);
    backoff_fail(&backoff, NOW_S, -1, false, 3601);
    assert_int_equal(backoff_remaining_s(&backoff, NOW_S), 0);
}

static void what_the_server_asks_for_goes_first(void **state)
{
    struct backoff backoff = {0};

    (void)state;
    backoff_fail(&backoff, NOW_S, 5000, true, 0);
    assert_int_equal(backoff_remaining_s(&backoff, NOW_S), 5000);
    assert_int_equal(backoff_remaining_s(&backoff, NOW_S + 4999), 1);
    assert_int_equal(backoff_remaining_s(&backoff, NOW_S + 5000), 0);
}

static void clock_set_back_does_not_prolong_a_wait(void **state)
{
    struct backoff backoff = {0};

    (void)state;
    backoff_fail(&backoff, NOW_S, 100, true, 0);
    assert_int_equal(backoff_remaining_s(&backoff, NOW_S - 1000000), 100);
    assert_int_equal(backoff_remaining_s(&backoff, NOW_S - 1000000 + 60), 40);
}

static void damaged_wait_ends_within_a_day(void **state)
{
    struct backoff backoff = {.set_at_s = -1, .not_before_s = INT64_MAX / 4};

    (void)state;
    assert_int_equal(backoff_remaining_s(&backoff, NOW_S), BACKOFF_ASKED_MAX_S);
}

static void success_forgets_everything(void **state)
{
    struct backoff backoff = {0};

    (void)state;
    backoff_fail(&backoff, NOW_S, 100, true, 0);
    backoff_succeed(&backoff);
    assert_int_equal(backoff_remaining_s(&backoff, NOW_S), 0);
    assert_int_equal(backoff.failures, 0);
}

int main(void)
{
    struct CMUnitTest rows[RETRY_AFTERS];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wait_doubles_up_to_a_minute_within_a_run),
        cmocka_unit_test(wait_grows_to_an_hour_between_runs),
        cmocka_unit_test(what_the_server_asks_for_goes_first),
        cmocka_unit_test(clock_set_back_does_not_prolong_a_wait),
        cmocka_unit_test(damaged_wait_ends_within_a_day),
        cmocka_unit_test(success_forgets_everything),
    };

    for (size_t i = 0; i < RETRY_AFTERS; i++) {
        rows[i] = (struct CMUnitTest){.name = retry_after[i].name,
                                      .test_func = check_retry_after,
                                      .initial_state = (void *)(uintptr_t)&retry_after[i]};
    }
    return cmocka_run_group_tests_name("retry_after", rows, NULL, NULL) +
           cmocka_run_group_tests_name("backoff", tests, NULL, NULL);
}
