/* What is put on a page as text stays text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/html.h"

#define BAD "\xef\xbf\xbd"
#define DOTS "\xe2\x80\xa6"
#define UMLAUT "\xc3\xa4"

static const struct row {
    const char *name, *in;
    size_t limit; /* 0: none */
    const char *want;
} rows[] = {
    {"plain_text_is_as_it_is", "abc d", 0, "abc d"},
    {"nothing_is_nothing", "", 0, ""},
    {"an_element", "<b>x</b>", 0, "&lt;b&gt;x&lt;/b&gt;"},
    {"the_end_of_an_attribute", "\" x='1'", 0, "&quot; x=&#39;1&#39;"},
    {"an_entity", "&lt;", 0, "&amp;lt;"},
    {"two_in_a_row", "<<", 0, "&lt;&lt;"},
    {"control_characters_are_spelled", "a\x1b\n\x7f", 0, "a\\x1b\\x0a\\x7f"},
    {"broken_bytes_are_marked", "a\xff" UMLAUT "\xc3", 0, "a" BAD UMLAUT BAD},
    {"turns_of_direction_are_marked", "\xe2\x80\xae\xe2\x81\xa6", 0, BAD BAD},
    {"short_enough", "abcd", 4, "abcd"},
    {"cut_and_told", "abcde", 4, "abcd" DOTS},
    {"cut_between_characters", "abc" UMLAUT "e", 4, "abc" DOTS},
    {"escaped_after_the_cut", "a<<<<", 2, "a&lt;" DOTS},
};

static void text_stays_text(void **state)
{
    const struct row *row = *state;
    struct html html = {.page = {.bytes = NULL}};

    html_put(&html, "<p>");
    if (row->limit > 0) {
        html_short(&html, row->in, row->limit);
    } else {
        html_text(&html, row->in);
        html_format(&html, "%s", row->in); /* the same, whichever way it came */
    }
    html_put(&html, "</p>");
    char *page = text_take(&html.page);
    char want[256] = "<p>";
    strcat(want, row->want);
    strcat(want, row->limit > 0 ? "" : row->want);
    strcat(want, "</p>");
    assert_string_equal(page, want);
    free(page);
}

static void monstrous_text_is_cut(void **state)
{
    static char text[3 * HTML_TEXT_MAX];
    struct html html = {.page = {.bytes = NULL}};

    (void)state;
    memset(text, '&', sizeof text - 1);
    html_text(&html, text);
    char *page = text_take(&html.page);
    assert_int_equal(strlen(page), HTML_TEXT_MAX * strlen("&amp;") + strlen(DOTS));
    free(page);
}

static void times_are_for_people_and_programs(void **state)
{
    static const struct {
        uint64_t time_ns;
        const char *want;
    } times[] = {
        {1769860800000000000u,
         "<time datetime=\"2026-01-31T12:00:00Z\">2026-01-31 12:00:00</time>"},
        {0, "unknown time"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        struct html html = {.page = {.bytes = NULL}};

        html_time(&html, times[i].time_ns);
        char *page = text_take(&html.page);
        assert_string_equal(page, times[i].want);
        free(page);
    }
}

#define ROWS (sizeof rows / sizeof rows[0])

int main(void)
{
    struct CMUnitTest tests[ROWS + 2] = {
        cmocka_unit_test(monstrous_text_is_cut),
        cmocka_unit_test(times_are_for_people_and_programs),
    };

    setenv("TZ", "UTC", 1);
    for (size_t i = 0; i < ROWS; i++) {
        tests[i + 2] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = text_stays_text,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
