/* How wide text is on a terminal, and what fits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "encoding/columns.h"

#define DOTS "\xe2\x80\xa6"
#define WIDE "\xe6\xbc\xa2"    /* a Chinese character: two columns */
#define ACUTE "e\xcc\x81"      /* a letter and a mark upon it: one */
#define BUG "\xf0\x9f\x90\x9b" /* a picture: two */

static const struct row {
    const char *name, *text;
    size_t columns; /* of the whole */
    size_t limit;
    const char *head, *tail, *middle; /* in `limit` columns */
} rows[] = {
    {"short_text_is_whole", "abc", 3, 5, "abc", "abc", "abc"},
    {"exactly_fitting", "abcde", 5, 5, "abcde", "abcde", "abcde"},
    {"both_ends_are_kept", "abcdefgh", 8, 5, "abcde", "defgh", "ab" DOTS "gh"},
    {"an_even_limit", "abcdefgh", 8, 4, "abcd", "efgh", "ab" DOTS "h"},
    {"wide_characters_are_two", WIDE WIDE WIDE, 6, 5, WIDE WIDE, WIDE WIDE, WIDE DOTS WIDE},
    {"a_wide_one_does_not_straddle", "a" WIDE WIDE "b", 6, 4, "a" WIDE, WIDE "b", "a" DOTS "b"},
    {"marks_take_no_column", ACUTE ACUTE ACUTE, 3, 2, ACUTE ACUTE, ACUTE ACUTE,
     ACUTE ACUTE ACUTE},
    {"pictures_are_two", BUG "x" BUG, 5, 3, BUG "x", "x" BUG, DOTS},
    {"broken_bytes_are_one", "\x80\xff\x80", 3, 2, "\x80\xff", "\xff\x80", "\x80\xff\x80"},
    {"nothing", "", 0, 0, "", "", ""},
};

static void text_fits(void **state)
{
    const struct row *row = *state;
    char *middle = columns_middle(row->text, row->limit);

    assert_int_equal(columns_of(row->text), row->columns);
    assert_int_equal(columns_head(row->text, row->limit), strlen(row->head));
    assert_memory_equal(row->text, row->head, strlen(row->head));
    size_t tail = columns_tail(row->text, row->limit);
    assert_string_equal(row->text + strlen(row->text) - tail, row->tail);
    assert_string_equal(middle, row->middle);
    free(middle);
}

#define ROWS (sizeof rows / sizeof rows[0])

int main(void)
{
    struct CMUnitTest tests[ROWS];

    for (size_t i = 0; i < ROWS; i++) {
        tests[i] = (struct CMUnitTest){.name = rows[i].name,
                                       .test_func = text_fits,
                                       .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("columns", tests, NULL, NULL);
}
