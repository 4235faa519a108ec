/* Text from anywhere: made valid, made printable, cut between characters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "encoding/utf8.h"

#define BAD "\xef\xbf\xbd"

static const struct row {
    const char *name, *in, *repaired, *printable;
} rows[] = {
    {"plain", "abc", "abc", "abc"},
    {"two_three_and_four_bytes", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x90\x9b",
     "\xc3\xa4\xe2\x82\xac\xf0\x9f\x90\x9b", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x90\x9b"},
    {"continuation_alone", "a\x80z", "a" BAD "z", "a" BAD "z"},
    {"cut_off_at_the_end", "a\xe2\x82", "a" BAD BAD, "a" BAD BAD},
    {"overlong_slash", "\xc0\xaf", BAD BAD, BAD BAD},
    {"surrogate", "\xed\xa0\x80", BAD BAD BAD, BAD BAD BAD},
    {"beyond_unicode", "\xf4\x90\x80\x80", BAD BAD BAD BAD, BAD BAD BAD BAD},
    {"escape_sequence", "\x1b[2J", "\x1b[2J", "\\x1b[2J"},
    {"newline_and_delete", "a\n\x7f", "a\n\x7f", "a\\x0a\\x7f"},
    {"c1_control", "\xc2\x9b", "\xc2\x9b", BAD},
    {"right_to_left_override", "\xe2\x80\xae", "\xe2\x80\xae", BAD},
    {"right_to_left_isolate", "\xe2\x81\xa7", "\xe2\x81\xa7", BAD},
    {"arabic_letter_mark", "\xd8\x9c", "\xd8\x9c", BAD},
    {"left_to_right_mark", "\xe2\x80\x8e", "\xe2\x80\x8e", BAD},
    {"joiner_of_letters", "\xe2\x80\x8d", "\xe2\x80\x8d", "\xe2\x80\x8d"},
};

static void text_is_repaired_and_printable(void **state)
{
    const struct row *row = *state;
    char *repaired = utf8_repair(row->in, strlen(row->in));
    char *printable = utf8_printable(row->in, strlen(row->in));

    assert_string_equal(repaired, row->repaired);
    assert_string_equal(printable, row->printable);
    free(repaired);
    free(printable);
}

static void a_nul_is_no_character_of_a_string(void **state)
{
    char *repaired = utf8_repair("a\0b", 3);

    (void)state;
    assert_string_equal(repaired, "a" BAD "b");
    free(repaired);
}

static void a_cut_falls_between_characters(void **state)
{
    static const char text[] = "a\xc3\xa4\xf0\x9f\x90\x9bz"; /* 1 + 2 + 4 + 1 */
    static const size_t want[] = {0, 1, 1, 3, 3, 3, 3, 7, 8};

    (void)state;
    for (size_t limit = 0; limit < sizeof want / sizeof want[0]; limit++) {
        assert_int_equal(utf8_cut(text, 8, limit), want[limit]);
    }
    assert_int_equal(utf8_cut(text, 8, 100), 8);
}

#define ROWS (sizeof rows / sizeof rows[0])

int main(void)
{
    struct CMUnitTest tests[ROWS + 2] = {
        cmocka_unit_test(a_nul_is_no_character_of_a_string),
        cmocka_unit_test(a_cut_falls_between_characters),
    };

    for (size_t i = 0; i < ROWS; i++) {
        tests[i + 2] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = text_is_repaired_and_printable,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
