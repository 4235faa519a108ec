/*
 * Every rule's own examples: what must match leaves no window of the secret and says which
 * rule it was; what must not match stays as it is. Then each secret again in other places:
 * cut off, glued, quoted, between lines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "examples.h"
#include "sanitizer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The longest part of a secret that may stand anywhere else by chance. */
#define WINDOW 12

static struct sanitizer *sanitizer;

static int set_up(void **state)
{
    (void)state;
    return sanitizer_new(NULL, &sanitizer);
}

static int tear_down(void **state)
{
    (void)state;
    sanitizer_free(sanitizer);
    return 0;
}

static int survives(const char *text, const char *secret)
{
    size_t length = strlen(secret), window = length < WINDOW ? length : WINDOW;

    for (size_t i = 0; i + window <= length; i++) {
        if (memmem(text, strlen(text), secret + i, window) != NULL) {
            return 1;
        }
    }
    return 0;
}

static void check_idempotent(const char *once)
{
    char *twice = sanitizer_rewrite(sanitizer, once, strlen(once));

    assert_string_equal(once, twice);
    free(twice);
}

static void examples_that_must_match_leave_nothing(void **state)
{
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(rule_matches); i++) {
        const struct rule_example *example = &rule_matches[i];
        char *clean = sanitizer_rewrite(sanitizer, example->text, strlen(example->text));
        size_t rest = strlen(example->text) - strlen(example->secret) - example->at;
        size_t length = strlen(clean);

        if (survives(clean, example->secret)) {
            print_error("[%s] %s\n   -> %s\n", example->rule, example->text, clean);
            failures++;
        } else if (strncmp(clean, example->text, example->at) != 0 || length < rest ||
                   strcmp(clean + length - rest,
                          example->text + strlen(example->text) - rest) != 0) {
            print_error("[%s] more than the secret: %s\n   -> %s\n", example->rule,
                        example->text, clean);
            failures++;
        }
        check_idempotent(clean);
        free(clean);
    }
    assert_int_equal(failures, 0);
}

static void examples_that_must_not_match_stay(void **state)
{
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(rule_cleans); i++) {
        const struct rule_example *example = &rule_cleans[i];
        char *clean = sanitizer_rewrite(sanitizer, example->text, strlen(example->text));

        if (strcmp(clean, example->text) != 0) {
            print_error("[%s] %s\n   -> %s\n", example->rule, example->text, clean);
            failures++;
        }
        free(clean);
    }
    assert_int_equal(failures, 0);
}

/* Texts are cut off anywhere, and are not closed by a NUL: the sanitizers' builds see whoever
 * reads on. */
static void check_prefixes(const char *text)
{
    const size_t length = strlen(text);

    for (size_t cut = 1; cut <= length; cut++) {
        char *exact = malloc(cut);

        assert_non_null(exact);
        memcpy(exact, text, cut);
        free(sanitizer_rewrite(sanitizer, exact, cut));
        free(exact);
    }
}

static void examples_that_are_cut_off_are_not_read_beyond(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rule_matches); i++) {
        check_prefixes(rule_matches[i].text);
    }
    for (size_t i = 0; i < COUNT(rule_cleans); i++) {
        check_prefixes(rule_cleans[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_that_must_match_leave_nothing),
        cmocka_unit_test(examples_that_must_not_match_stay),
        cmocka_unit_test(examples_that_are_cut_off_are_not_read_beyond),
    };

    return cmocka_run_group_tests_name("sanitizer_rules", tests, set_up, tear_down);
}
