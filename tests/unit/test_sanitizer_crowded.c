/*
 * Texts with more keys than anybody writes: what cannot be judged is hidden by the line, and
 * the lines beside it stay.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sanitizer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TEXT_MAX 65536

static const struct row {
    const char *name, *before, *repeated;
    int times;
    const char *after, *stays, *goes;
} rows[] = {
    {"the_lines_before_stay", "in main at main.c:7\n", "secret key:", 600, "\n",
     "in main at main.c:7\n", "secret key"},
    {"the_lines_behind_the_next_stay", "", "secret key:", 600, "\nx\nin abort at abort.c:79",
     "\nin abort at abort.c:79", "secret key"},
    {"many_short_lines_go", "in main at main.c:7\n", "sshkey :\n", 3000,
     "last sshkey :", "in main at main.c:7\n", "last"},
    {"a_value_in_the_next_line_goes", "", "secret key:", 600,
     "\npassword:\n  Xk29vQmZ71pL\nend", "\nend", "Xk29vQmZ71pL"},
    {"so_it_does_behind_an_escaped_key", "", "secret key:", 600,
     "\nx\npass%77ord:\n  Xk29vQmZ71pL\nend", "\nend", "Xk29vQmZ71pL"},
    {"a_value_beside_its_key_goes", "", "secret key:", 600, "\nTOKEN=Xk29vQmZ71pL\nx\nend",
     "\nend", "Xk29vQmZ71pL"},
    {"a_key_block_is_followed_to_its_end", "", "secret key:", 600,
     "\nx\n-----BEGIN PRIVATE KEY-----\nthe first line\nthe second\nthe third\n"
     "-----END PRIVATE KEY-----\nx\nend",
     "\nend", "third"},
    {"a_table_of_keys_is_none", "", "  max_tokens_per_user   17   integer\n", 100, "end",
     "  max_tokens_per_user   17   integer\nend", "redacted"},
    {"escapes_do_not_help", "in main at main.c:7\n", "secret key%3d\\\"", 600, "\nx\nend",
     "\nend", "secret key"},
    {"what_a_find_uncovers_costs_the_others_nothing", "",
     "  max_tokens_per_user   17   integer\n", 40,
     "Invalid token: Bearer abc123def456ghi789 in main\n  max_tokens_per_user  7\nend",
     "  max_tokens_per_user   17   integer\n[redacted:access-token]\n  max_tokens_per_user  "
     "7\nend",
     "abc123"},
    {"a_trace_of_a_browser_is_no_crowd", "", "  Line 4 of script http://path/to/x.js\n", 600,
     "end", "  Line 4 of script http://path/to/x.js\nend", "redacted"},
    {"a_trace_of_names_that_may_be_keys_is_none", "",
     "\tat org.example.security.token.TokenAuthenticationFilter$1.doFilterInternal("
     "TokenAuthenticationFilter.java:57)\n",
     100, "end",
     "\tat org.example.security.token.TokenAuthenticationFilter$1.doFilterInternal("
     "TokenAuthenticationFilter.java:57)\nend",
     "redacted"},
    {"a_log_of_logins_is_none", "in main at main.c:7\n",
     "10:00:00 host sshd[7]: Failed password for invalid user x from 203.0.113.7 port 22\n", 20,
     "end", "Failed password for invalid user x from [redacted:ip-address] port 22\nend",
     "203.0"},
    {"keys_in_vain_are_one", "in main at main.c:7\n", "identified by createuser1 ", 400,
     "\nx\nend", "\nend", "createuser"},
    {"line_after_line_takes_some_along", "", "rootbindpw\n", 900,
     "last rootbindpw\na\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nend", "\nend", "last"},
    {"words_of_a_crowd_go", "in main at main.c:7\n", "(\xffK9vQ2mW7zR4tY8uIaB3xLpQ", 400,
     "\nx\nend", "\nend", "K9vQ2m"},
    {"neither_do_addresses", "in main at main.c:7\n", "a@b.cc\\n", 2000, "\nx\ny\nend", "\nend",
     "@"},
};

static struct sanitizer *sanitizer;

static char *rewrite_row(const struct row *row)
{
    char *text = malloc(TEXT_MAX), *clean;
    size_t length = 0;

    assert_non_null(text);
    length += (size_t)snprintf(text, TEXT_MAX, "%s", row->before);
    for (int i = 0; i < row->times; i++) {
        length += (size_t)snprintf(text + length, TEXT_MAX - length, "%s", row->repeated);
    }
    length += (size_t)snprintf(text + length, TEXT_MAX - length, "%s", row->after);
    assert_in_range(length, 1, TEXT_MAX - 1);
    clean = sanitizer_rewrite(sanitizer, text, length);
    assert_non_null(clean);
    free(text);
    return clean;
}

static void hides_lines(void **state)
{
    const struct row *row = *state;
    char *clean = rewrite_row(row), *again = sanitizer_rewrite(sanitizer, clean, strlen(clean));

    assert_non_null(strstr(clean, row->stays));
    assert_null(strstr(clean, row->goes));
    assert_string_equal(again, clean);
    free(again);
    free(clean);
}

/* As an environment has them, or a file of keys: each is judged, and the lines between stay. */
static void a_list_of_secrets_is_no_crowd(void **state)
{
    char text[8192], line[64], *clean;
    size_t length = 0;

    (void)state;
    for (int i = 0; i < 70; i++) {
        length += (size_t)snprintf(
            text + length, sizeof text - length,
            "SERVICE_%d_TOKEN=Xk29vQmZ71pL%02dwR\nin step_%d at main.c\n", i, i, i);
    }
    clean = sanitizer_rewrite(sanitizer, text, length);
    assert_non_null(clean);
    assert_null(strstr(clean, "Xk29"));
    for (int i = 0; i < 70; i++) {
        snprintf(line, sizeof line, "SERVICE_%d_TOKEN=[redacted:token]\nin step_%d at main.c\n",
                 i, i);
        assert_non_null(strstr(clean, line));
    }
    free(clean);
}

/* What stands behind it in its line was judged as little as the key. */
static void an_exemption_of_a_key_is_none_of_its_line(void **state)
{
    const struct row row = {.before = "",
                            .repeated = "secret key:",
                            .times = 600,
                            .after = "\nx\nbindpw: x TOKEN=Xk29vQmZ71pL\n"};
    struct sanitizer *others = sanitizer;
    char *error = NULL, *clean;

    (void)state;
    assert_int_equal(sanitizer_new(NULL, &sanitizer), 0);
    assert_int_equal(sanitizer_add_keep(sanitizer, "mine", "bindpw: x TOKEN", &error), 0);
    clean = rewrite_row(&row);
    sanitizer_free(sanitizer);
    sanitizer = others;
    assert_null(strstr(clean, "Xk29"));
    free(clean);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + 2] = {
        [COUNT(rows)] = cmocka_unit_test(a_list_of_secrets_is_no_crowd),
        [COUNT(rows) + 1] = cmocka_unit_test(an_exemption_of_a_key_is_none_of_its_line),
    };
    int failed;

    if (sanitizer_new(NULL, &sanitizer) != 0) {
        return 1;
    }
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){.name = rows[i].name,
                                       .test_func = hides_lines,
                                       .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    failed = cmocka_run_group_tests_name("sanitizer_crowded", tests, NULL, NULL);
    sanitizer_free(sanitizer);
    return failed;
}
