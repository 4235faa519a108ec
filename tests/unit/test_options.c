/* Command lines by a table: what they fill, and what they refuse. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include <cmocka.h>

#include "commands/options.h"

#define DATE (1769860800 * UINT64_C(1000000000)) /* 2026-01-31 12:00 UTC */
#define WORDS_MAX 6

static const struct row {
    const char *name;
    const char *words[WORDS_MAX];
    int status;
    bool flag;
    const char *text, *operand;
    uint64_t since_ns;
    long days;
} rows[] = {
    {"nothing_fills_nothing", {NULL}, .days = -1},
    {"a_flag", {"--flag"}, .flag = true, .days = -1},
    {"a_text_after_it", {"--text", "a b"}, .text = "a b", .days = -1},
    {"a_text_within_it", {"--text=a"}, .text = "a", .days = -1},
    {"the_last_wins", {"--text", "a", "--text", "b"}, .text = "b", .days = -1},
    {"an_operand_before_options", {"id", "--flag"}, .flag = true, .operand = "id", .days = -1},
    {"an_operand_that_looks_like_one", {"--", "--flag"}, .operand = "--flag", .days = -1},
    {"the_beginning_of_a_name", {"--fl"}, .flag = true, .days = -1},
    {"a_date", {"--since", "2026-01-31 12:00"}, .since_ns = DATE, .days = -1},
    {"a_date_of_programs", {"--since", "2026-01-31T12:00:00"}, .since_ns = DATE, .days = -1},
    {"days", {"--days", "30"}, .days = 30},
    {"days_with_their_unit", {"--days", "30d"}, .days = 30},
    {"no_such_option", {"--nothing"}, .status = EX_USAGE},
    {"a_short_option", {"-f"}, .status = EX_USAGE},
    {"a_value_for_a_flag", {"--flag=1"}, .status = EX_USAGE},
    {"a_text_without_one", {"--text"}, .status = EX_USAGE},
    {"two_operands", {"a", "b"}, .status = EX_USAGE},
    {"no_date", {"--since", "soon"}, .status = EX_USAGE},
    {"a_date_and_more", {"--since", "2026-01-31x"}, .status = EX_USAGE},
    {"an_age_below_nothing", {"--since", "-1d"}, .status = EX_USAGE},
    {"an_age_beyond_bounds", {"--since", "99999999999999999999d"}, .status = EX_USAGE},
    {"no_number_of_days", {"--days", ""}, .status = EX_USAGE},
    {"days_beyond_bounds", {"--days", "36501"}, .status = EX_USAGE},
    {"days_below_nothing", {"--days", "-1"}, .status = EX_USAGE},
};

static int parse(const char *const *words, struct row *ret_got, bool operands)
{
    char *argv[WORDS_MAX + 2] = {strdup("list")};
    int argc = 1;
    const struct option_row table[] = {
        {"flag", .flag = &ret_got->flag},
        {"text", .text = &ret_got->text},
        {"since", .since_ns = &ret_got->since_ns},
        {"days", .days = &ret_got->days},
        {.name = NULL},
    };

    for (; words[argc - 1] != NULL; argc++) {
        argv[argc] = (char *)(uintptr_t)words[argc - 1]; /* getopt moves them, no more */
    }
    int status = options_parse(argc, argv, table, operands ? &ret_got->operand : NULL);
    free(argv[0]);
    return status;
}

static void assert_same(const char *got, const char *want)
{
    assert_int_equal(got == NULL, want == NULL);
    if (want != NULL) {
        assert_string_equal(got, want);
    }
}

static void a_line_is_taken_or_refused(void **state)
{
    const struct row *row = *state;
    struct row got = {.days = -1};

    assert_int_equal(parse(row->words, &got, true), row->status);
    if (row->status == EX_OK) {
        assert_int_equal(got.flag, row->flag);
        assert_same(got.text, row->text);
        assert_same(got.operand, row->operand);
        assert_true(got.since_ns == row->since_ns);
        assert_int_equal(got.days, row->days);
    }
}

static void an_age_is_counted_from_now(void **state)
{
    static const struct {
        const char *age;
        uint64_t seconds;
    } ages[] = {{"30m", 1800}, {"2h", 7200}, {"3d", 259200}, {"1w", 604800}, {"0d", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof ages / sizeof ages[0]; i++) {
        const char *const words[] = {"--since", ages[i].age, NULL};
        struct row got = {.days = -1};
        uint64_t before = (uint64_t)time(NULL);

        assert_int_equal(parse(words, &got, false), EX_OK);
        assert_in_range(got.since_ns / 1000000000u + ages[i].seconds, before,
                        (uint64_t)time(NULL));
    }
}

static void no_operand_where_there_may_be_none(void **state)
{
    const char *const words[] = {"id", NULL};
    struct row got = {.days = -1};

    (void)state;
    assert_int_equal(parse(words, &got, false), EX_USAGE);
}

#define ROWS (sizeof rows / sizeof rows[0])

int main(void)
{
    struct CMUnitTest tests[ROWS + 2] = {
        cmocka_unit_test(an_age_is_counted_from_now),
        cmocka_unit_test(no_operand_where_there_may_be_none),
    };

    setenv("TZ", "UTC", 1);
    for (size_t i = 0; i < ROWS; i++) {
        tests[i + 2] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = a_line_is_taken_or_refused,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
