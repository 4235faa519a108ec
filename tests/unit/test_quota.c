#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "outbox/quota.h"

#define NOW_S INT64_C(1800000000)

struct fixture {
    char path[64];
    int fd;
    struct quota *quota;
};

static const struct quota_limits limits = {.per_signature_per_hour = 3, .per_day = 5};

static void load(struct fixture *fixture)
{
    int damaged = 1;

    assert_int_equal(quota_load(fixture->fd, QUOTA_OWN, &limits, &fixture->quota, &damaged), 0);
    assert_false(damaged);
    quota_begin(fixture->quota);
}

static int set_up(void **state)
{
    static struct fixture fixture;

    snprintf(fixture.path, sizeof fixture.path, "/tmp/epitaph-quota-XXXXXX");
    if (mkdtemp(fixture.path) == NULL) {
        return -1;
    }
    fixture.fd = open(fixture.path, O_RDONLY | O_DIRECTORY);
    load(&fixture);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    quota_free(fixture->quota);
    unlinkat(fixture->fd, "quota", 0);
    close(fixture->fd);
    return rmdir(fixture->path);
}

static enum quota_verdict judge(struct fixture *fixture, const char *id, const char *signature,
                                int64_t now_s, struct parcel_fold *ret_fold)
{
    struct quota_crash crash = {id, signature, 1, now_s, now_s};

    return quota_judge(fixture->quota, &crash, now_s, ret_fold);
}

static void fourth_of_a_signature_in_an_hour_is_folded_into_the_next(void **state)
{
    struct fixture *fixture = *state;
    struct parcel_fold fold;

    assert_int_equal(judge(fixture, "a", "s", NOW_S, &fold), QUOTA_ADMITTED);
    assert_int_equal(fold.count, 0);
    assert_int_equal(judge(fixture, "b", "s", NOW_S + 1, &fold), QUOTA_ADMITTED);
    assert_int_equal(judge(fixture, "c", "s", NOW_S + 2, &fold), QUOTA_ADMITTED);
    assert_int_equal(judge(fixture, "d", "s", NOW_S + 3, &fold), QUOTA_FOLDED_SIGNATURE);
    assert_int_equal(judge(fixture, "e", "s", NOW_S + 4, &fold), QUOTA_FOLDED_SIGNATURE);
    assert_int_equal(quota_waiting(fixture->quota), 2);
    assert_int_equal(judge(fixture, "f", "other", NOW_S + 4, &fold), QUOTA_ADMITTED);
    assert_int_equal(fold.count, 0);
    assert_int_equal(judge(fixture, "g", "s", NOW_S + 3600, &fold), QUOTA_ADMITTED);
    assert_int_equal(fold.count, 2);
    assert_int_equal(fold.first_seen_s, NOW_S + 3);
    assert_int_equal(fold.last_seen_s, NOW_S + 4);
    assert_int_equal(quota_waiting(fixture->quota), 0);
}

static void admission_that_came_to_nothing_is_taken_back_with_what_was_folded(void **state)
{
    struct fixture *fixture = *state;
    struct parcel_fold fold;

    for (int i = 0; i < 4; i++) {
        char name[2] = {(char)('a' + i), '\0'};
        (void)judge(fixture, name, "s", NOW_S, &fold);
    }
    struct quota_crash crash = {"e", "s", 1, NOW_S + 3600, NOW_S + 3600};
    assert_int_equal(quota_judge(fixture->quota, &crash, NOW_S + 3600, &fold), QUOTA_ADMITTED);
    assert_int_equal(quota_waiting(fixture->quota), 0);
    quota_return(fixture->quota, &crash, NOW_S + 3600, &fold);
    assert_int_equal(quota_waiting(fixture->quota), 1);
    assert_int_equal(quota_judge(fixture->quota, &crash, NOW_S + 3600, &fold), QUOTA_ADMITTED);
    assert_int_equal(fold.count, 1);
    assert_int_equal(fold.first_seen_s, NOW_S);
}

static void beyond_the_day_everything_is_folded(void **state)
{
    struct fixture *fixture = *state;
    struct parcel_fold fold;

    for (int i = 0; i < 5; i++) {
        char name[2] = {(char)('a' + i), '\0'};
        assert_int_equal(judge(fixture, name, name, NOW_S, &fold), QUOTA_ADMITTED);
    }
    assert_int_equal(judge(fixture, "x", "x", NOW_S, &fold), QUOTA_FOLDED_DAY);
    assert_int_equal(judge(fixture, "y", "x", NOW_S + 86400, &fold), QUOTA_ADMITTED);
    assert_int_equal(fold.count, 1);
}

static void clock_set_back_does_not_silence(void **state)
{
    struct fixture *fixture = *state;
    struct parcel_fold fold;

    for (int i = 0; i < 4; i++) {
        char name[2] = {(char)('a' + i), '\0'};
        (void)judge(fixture, name, "s", NOW_S, &fold);
    }
    assert_int_equal(judge(fixture, "x", "s", NOW_S - 1000000, &fold), QUOTA_ADMITTED);
}

static void crash_judged_before_a_kill_is_not_counted_twice(void **state)
{
    struct fixture *fixture = *state;
    struct parcel_fold fold;

    for (int i = 0; i < 4; i++) {
        char name[2] = {(char)('a' + i), '\0'};
        (void)judge(fixture, name, "s", NOW_S, &fold);
    }
    assert_int_equal(quota_save(fixture->quota, fixture->fd), 0);
    quota_free(fixture->quota);
    int damaged;
    assert_int_equal(quota_load(fixture->fd, QUOTA_OWN, &limits, &fixture->quota, &damaged), 0);
    /* The round was not settled: its crashes come again. */
    assert_int_equal(judge(fixture, "d", "s", NOW_S + 9, &fold), QUOTA_KNOWN);
    assert_int_equal(quota_waiting(fixture->quota), 1);
    quota_begin(fixture->quota);
    assert_int_equal(judge(fixture, "d", "s", NOW_S + 9, &fold), QUOTA_FOLDED_SIGNATURE);
    assert_int_equal(quota_waiting(fixture->quota), 2);
}

static void no_limit_is_none(void **state)
{
    struct fixture *fixture = *state;
    static const struct quota_limits none = {0, 0};
    struct parcel_fold fold;
    struct quota *quota;
    int damaged;

    assert_int_equal(quota_load(fixture->fd, "quota.1", &none, &quota, &damaged), 0);
    for (int i = 0; i < 10000; i++) {
        struct quota_crash crash = {"id", "s", 1, NOW_S, NOW_S};
        assert_int_equal(quota_judge(quota, &crash, NOW_S, &fold), QUOTA_ADMITTED);
    }
    quota_free(quota);
}

static void more_signatures_than_rows_are_survived(void **state)
{
    struct fixture *fixture = *state;
    static const struct quota_limits few = {1, 0};
    struct parcel_fold fold;
    struct quota *quota;
    int damaged;

    assert_int_equal(quota_load(fixture->fd, "quota.1", &few, &quota, &damaged), 0);
    for (int i = 0; i < 5000; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d", i);
        struct quota_crash crash = {name, name, 1, NOW_S + i, NOW_S + i};
        assert_int_equal(quota_judge(quota, &crash, NOW_S + i, &fold), QUOTA_ADMITTED);
    }
    quota_free(quota);
}

#define FRAMED(lines) "epitaph-quota: 1\n" lines "end:\n"

static const struct row {
    const char *name, *text;
    int want;
} rows[] = {
    {"empty", FRAMED(""), 0},
    {"whole", FRAMED("day: 5 1\nsignature: 0123456789abcdef 1 2 3 4 5\nfolded: a-b\n"), 0},
    {"newer_keys", FRAMED("phase: of the moon\n"), 0},
    {"cut_short", "epitaph-quota: 1\nday: 5 1\n", -EBADMSG},
    {"short_key", FRAMED("signature: 0123 1 2 3 4 5\n"), -EBADMSG},
    {"key_that_is_no_hash", FRAMED("signature: 0123456789abcdeg 1 2 3 4 5\n"), -EBADMSG},
    {"missing_number", FRAMED("signature: 0123456789abcdef 1 2 3 4\n"), -EBADMSG},
    {"more_numbers", FRAMED("signature: 0123456789abcdef 1 2 3 4 5 6\n"), -EBADMSG},
    {"negative_time", FRAMED("day: -5 1\n"), -EBADMSG},
    {"time_that_would_overflow", FRAMED("day: 9223372036854775807 1\n"), -EBADMSG},
    {"id_that_is_a_path", FRAMED("folded: ../a\n"), -EBADMSG},
    {"line_without_a_colon", FRAMED("day\n"), -EBADMSG},
};
#define ROWS (sizeof rows / sizeof *rows)

static void parses_or_is_damaged(void **state)
{
    const struct row *row = *state;
    struct fixture *fixture;
    void *prestate = NULL;

    assert_int_equal(set_up(&prestate), 0);
    fixture = prestate;
    assert_int_equal(quota_parse(fixture->quota, row->text, strlen(row->text)), row->want);
    assert_int_equal(tear_down(&prestate), 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    struct CMUnitTest row_tests[ROWS];
    const struct CMUnitTest tests[] = {
        TEST(fourth_of_a_signature_in_an_hour_is_folded_into_the_next),
        TEST(admission_that_came_to_nothing_is_taken_back_with_what_was_folded),
        TEST(beyond_the_day_everything_is_folded),
        TEST(clock_set_back_does_not_silence),
        TEST(crash_judged_before_a_kill_is_not_counted_twice),
        TEST(no_limit_is_none),
        TEST(more_signatures_than_rows_are_survived),
    };

    for (size_t i = 0; i < ROWS; i++) {
        row_tests[i] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = parses_or_is_damaged,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("quota_text", row_tests, NULL, NULL) +
           cmocka_run_group_tests_name("quota", tests, NULL, NULL);
}
