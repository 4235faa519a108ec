/* One setting is changed in a configuration, and nothing else in it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "configuration/amend.h"

static const struct row {
    const char *name, *text, *want;
} rows[] = {
    {"empty_file_gets_it", "", "upload = no\n"},
    {"its_line_is_replaced", "a = 1\nupload = yes\nb = 2\n", "a = 1\nupload = no\nb = 2\n"},
    {"other_notations_of_it_are_known", "  upload:on\n\tupload=1\n",
     "upload = no\nupload = no\n"},
    {"every_line_that_sets_it_is_replaced", "upload = yes\nupload = yes\n",
     "upload = no\nupload = no\n"},
    {"blanks_at_the_end_are_looked_at_no_further", "a = 1\n \t", "a = 1\n \t\nupload = no\n"},
    {"comments_stay", "# upload = yes\n; upload = yes\n",
     "# upload = yes\n; upload = yes\nupload = no\n"},
    {"names_that_only_begin_like_it_stay", "uploads = yes\n", "uploads = yes\nupload = no\n"},
    {"last_line_without_end_gets_one", "a = 1", "a = 1\nupload = no\n"},
    {"it_comes_before_the_first_section", "a = 1\n[destination x]\nformat = otlp\n",
     "a = 1\nupload = no\n[destination x]\nformat = otlp\n"},
    {"other_sections_are_not_the_top", "[redact]\nupload = yes\n",
     "upload = no\n[redact]\nupload = yes\n"},
    {"the_top_may_have_a_name", "[redact]\nx = y\n[epitaph]\nupload = yes\n",
     "[redact]\nx = y\n[epitaph]\nupload = no\n"},
    {"bytes_of_any_kind_stay", "app = \xff\xfe%n%s\r\n", "app = \xff\xfe%n%s\r\nupload = no\n"},
};

static void amends(void **state)
{
    const struct row *row = *state;
    size_t length = strlen(row->text);
    char *bytes = malloc(length + 1); /* so that a look beyond the end is seen */
    assert_non_null(bytes);
    memcpy(bytes + 1, row->text, length);
    char *text = amend_text(bytes + 1, length, "upload", "no");
    free(bytes);

    assert_non_null(text);
    assert_string_equal(text, row->want);
    char *again = amend_text(text, strlen(text), "upload", "no");
    assert_non_null(again);
    assert_string_equal(again, row->want);
    free(again);
    free(text);
}

#define ROWS (sizeof rows / sizeof rows[0])

int main(void)
{
    struct CMUnitTest tests[ROWS];

    for (size_t i = 0; i < ROWS; i++) {
        tests[i] = (struct CMUnitTest){
            .name = rows[i].name,
            .test_func = amends,
            .initial_state = (void *)(uintptr_t)&rows[i],
        };
    }
    return cmocka_run_group_tests_name("amend", tests, NULL, NULL);
}
