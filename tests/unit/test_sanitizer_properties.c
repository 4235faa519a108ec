/*
 * What holds wherever a secret stands: every rule's secrets, ten thousand times, among text,
 * glued to it, quoted, escaped, cut off at the end, with what cannot be seen in between.
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
#define PLACEMENTS 10000
#define TEXT_MAX 16384

/* The longest part of a secret that may stand elsewhere by chance. */
#define WINDOW 6

static struct sanitizer *sanitizer;

/* The same numbers in every run. */
static uint64_t random_state = 88172645463325252u;

static size_t random_below(size_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (size_t)(random_state % limit);
}

struct text {
    char bytes[TEXT_MAX];
    size_t length;
    char around[TEXT_MAX]; /* the same without the secret that is looked for */
    size_t around_length;
};

static void add(struct text *text, const char *bytes, size_t length)
{
    assert_true(text->length + length < TEXT_MAX);
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    memcpy(text->around + text->around_length, bytes, length);
    text->around_length += length;
}

static void add_string(struct text *text, const char *string)
{
    add(text, string, strlen(string));
}

/* Lines of crashes, with nothing to hide. */
static void add_lines(struct text *text)
{
    static const char *const lines[] = {
        "#0  0x00007f3a12345678 in raise (sig=6) at ../sysdeps/raise.c:50\n",
        "Segmentation fault (core dumped)\n",
        "    at org.example.app.Main.run(Main.java:42)\n",
        "  File \"/usr/lib/python3/dist-packages/x.py\", line 3, in <module>\n",
        "RIP: 0010:ext4_map_blocks+0x53/0x5d0 [ext4]\n",
        "thread 'main' panicked at src/main.rs:4:5:\n",
        "\n",
    };

    for (size_t i = random_below(4); i > 0; i--) {
        add_string(text, lines[random_below(COUNT(lines))]);
    }
}

/* The example's own text around its secret is part of what makes it one; the rest varies. */
static void add_example(struct text *text, const struct rule_example *example,
                        const char *secret, size_t secret_length)
{
    size_t after = example->at + strlen(example->secret);

    add(text, example->text, example->at);
    add(text, secret, secret_length);
    text->around_length -= secret_length;
    add_string(text, example->text + after);
}

/* Replacements name their rule, and rules are named as their tokens begin: leave them out. */
static char *without_replacements(const char *clean)
{
    char *rest = strdup(clean), *open = rest;

    while ((open = strstr(open, "[redacted:")) != NULL) {
        char *close = strchr(open, ']');

        memmove(open, close + 1, strlen(close + 1) + 1);
    }
    return rest;
}

/*
 * Whether any WINDOW bytes of the secret, or all of a shorter one, are left: those that the
 * text held anyway prove nothing.
 */
static int survives(const char *clean, const struct text *text, const char *secret)
{
    char *rest = without_replacements(clean);
    size_t length = strlen(secret), window = length < WINDOW ? length : WINDOW;
    int found = 0;

    for (size_t i = 0; i + window <= length && !found; i++) {
        found = memmem(rest, strlen(rest), secret + i, window) != NULL &&
                memmem(text->around, text->around_length, secret + i, window) == NULL;
    }
    free(rest);
    return found;
}

static int check(const struct text *text, const struct rule_example *example, const char *what)
{
    char *clean = sanitizer_rewrite(sanitizer, text->bytes, text->length), *again;
    int failed = survives(clean, text, example->secret);

    again = sanitizer_rewrite(sanitizer, clean, strlen(clean));
    if (failed) {
        print_error("[%s] %s: %.*s\n   -> %s\n", example->rule, what, (int)text->length,
                    text->bytes, clean);
    } else if (strcmp(clean, again) != 0) {
        print_error("[%s] %s, again: %s\n   -> %s\n", example->rule, what, clean, again);
        failed = 1;
    }
    free(clean);
    free(again);
    return failed;
}

static const struct rule_example *any_example(void)
{
    return &rule_matches[random_below(COUNT(rule_matches))];
}

static void a_secret_survives_nowhere_among_lines(void **state)
{
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < PLACEMENTS && failures < 20; i++) {
        const struct rule_example *example =
            i < COUNT(rule_matches) ? &rule_matches[i] : any_example();
        struct text text = {.length = 0, .around_length = 0};

        add_lines(&text);
        add_example(&text, example, example->secret, strlen(example->secret));
        add_string(&text, "\n");
        add_lines(&text);
        failures += (size_t)check(&text, example, "among lines");
    }
    assert_int_equal(failures, 0);
}

static void two_secrets_do_not_hide_each_other(void **state)
{
    static const char *const between[] = {" ", ", ", "\n", "; ", "\t"};
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < PLACEMENTS / 4 && failures < 20; i++) {
        const struct rule_example *first = any_example(), *second = any_example();
        struct text text = {.length = 0, .around_length = 0};

        add_example(&text, first, first->secret, strlen(first->secret));
        add_string(&text, between[random_below(COUNT(between))]);
        add_example(&text, second, second->secret, strlen(second->secret));
        failures += (size_t)check(&text, first, "before another");
        failures += (size_t)check(&text, second, "after another");
    }
    assert_int_equal(failures, 0);
}

/* Zero-width space, soft hyphen, word joiner, right-to-left override, a terminal's colour. */
static void what_cannot_be_seen_does_not_hide_a_secret(void **state)
{
    static const char *const unseen[] = {"\xe2\x80\x8b", "\xc2\xad", "\xe2\x81\xa0",
                                         "\xe2\x80\xae", "\033[31m", "\xff"};
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < PLACEMENTS / 4 && failures < 20; i++) {
        const struct rule_example *example = any_example();
        const char *between = unseen[random_below(COUNT(unseen))];
        size_t length = strlen(example->secret), cut = 1 + random_below(length - 1);
        char *secret = malloc(length + strlen(between) + 1);
        struct text text = {.length = 0, .around_length = 0};

        memcpy(secret, example->secret, cut);
        memcpy(secret + cut, between, strlen(between));
        memcpy(secret + cut + strlen(between), example->secret + cut, length - cut + 1);
        add_example(&text, example, secret, length + strlen(between));
        failures += (size_t)check(&text, example, "with something unseen");
        free(secret);
    }
    assert_int_equal(failures, 0);
}

/* Cut off anywhere behind the mark that tells what it is. */
static void the_end_of_the_text_closes_a_token(void **state)
{
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(rule_matches) && failures < 20; i++) {
        const struct rule_example *example = &rule_matches[i];
        size_t length = strlen(example->secret);
        /* after a short mark a few letters could be anything */
        size_t least = example->mark + (example->mark > 5 ? 2 * WINDOW : 4 * WINDOW);

        for (size_t left = least; example->mark > 3 && left < length; left++) {
            struct text text = {.length = 0, .around_length = 0};

            add(&text, example->text, example->at + left);
            text.around_length -= left;
            failures += (size_t)check(&text, example, "cut off");
        }
    }
    assert_int_equal(failures, 0);
}

static void add_json(struct text *text, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char escaped[8];
        unsigned char byte = (unsigned char)bytes[i];

        if (byte == '"' || byte == '\\') {
            snprintf(escaped, sizeof escaped, "\\%c", byte);
        } else if (byte == '\n') {
            snprintf(escaped, sizeof escaped, "\\n");
        } else if (byte < ' ' || byte == '<' || byte == '>' || byte == '&') {
            snprintf(escaped, sizeof escaped, "\\u%04x", byte);
        } else {
            snprintf(escaped, sizeof escaped, "%c", byte);
        }
        add_string(text, escaped);
    }
}

static void add_percent(struct text *text, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char escaped[8];
        unsigned char byte = (unsigned char)bytes[i];
        int plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                    (byte >= 'A' && byte <= 'Z') || strchr("-_.~", byte) != NULL;

        snprintf(escaped, sizeof escaped, plain ? "%c" : "%%%02X", byte);
        add_string(text, escaped);
    }
}

static void set_around(struct text *text, const struct rule_example *example)
{
    size_t after = example->at + strlen(example->secret);

    memcpy(text->around, example->text, example->at);
    memcpy(text->around + example->at, example->text + after, strlen(example->text + after));
    text->around_length = strlen(example->text) - strlen(example->secret);
}

/* As it would stand inside a JSON string, or in a query, of the same message. */
static void escaping_does_not_hide_a_secret(void **state)
{
    size_t failures = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(rule_matches) && failures < 20; i++) {
        const struct rule_example *example = &rule_matches[i];
        struct text json = {.length = 0, .around_length = 0};
        struct text query = {.length = 0, .around_length = 0};

        add_string(&json, "{\"message\":\"");
        add_json(&json, example->text, strlen(example->text));
        set_around(&json, example);
        add_string(&json, "\"}");
        failures += (size_t)check(&json, example, "in JSON");
        add_string(&query, "/report?message=");
        add_percent(&query, example->text, strlen(example->text));
        set_around(&query, example);
        failures += (size_t)check(&query, example, "in a query");
    }
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_secret_survives_nowhere_among_lines),
        cmocka_unit_test(two_secrets_do_not_hide_each_other),
        cmocka_unit_test(what_cannot_be_seen_does_not_hide_a_secret),
        cmocka_unit_test(the_end_of_the_text_closes_a_token),
        cmocka_unit_test(escaping_does_not_hide_a_secret),
    };

    if (sanitizer_new(NULL, &sanitizer) != 0) {
        return 1;
    }
    int failed = cmocka_run_group_tests_name("sanitizer_properties", tests, NULL, NULL);
    sanitizer_free(sanitizer);
    return failed;
}
