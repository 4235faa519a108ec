#include "login_before.h"

#include <string.h>

#include "tables/words.h"

/* How far words stand apart, and how long they are; a word that may be a name is shorter. */
#define GAP_MAX ((size_t)48)
#define WORD_MAX 200
#define NAME_MAX 32

/* The word before `at`, with *ret_end: where it begins, or its end if there is none. */
static size_t word_before(const struct scan *scan, size_t at, size_t *ret_end)
{
    size_t start = at;

    while (start > 0 && at - start < GAP_MAX && is_blank(scan->bytes[start - 1])) {
        start--;
    }
    *ret_end = start;
    while (start < at && start > 0 && *ret_end - start < WORD_MAX &&
           scan->bytes[start - 1] > ' ') {
        start--;
    }
    effort_walk(scan->effort, at - start);
    return start;
}

static int is_word(const struct scan *scan, size_t start, size_t end, const char *word)
{
    return end - start == strlen(word) && scan_is_at(scan, start, word);
}

static int asks_for_login(const struct scan *scan, size_t start, size_t end)
{
    static const char *const words[] = {"login", "user", "username", "account"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (is_word(scan, start, end, words[i])) {
            return 1;
        }
    }
    return 0;
}

/* Whether the word at `at` is none of a sentence that goes on: it has more than small letters,
 * or ends the line. */
static int is_no_word(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (in_set(scan_byte(scan, end), SET_LOWER)) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return scan_byte(scan, end) > ' ' || scan_byte(scan, end) == '\n';
}

/* Whether the word at `at` has what words of sentences have not. */
static int is_typed(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < WORD_MAX && scan_byte(scan, end) > ' ' &&
           !in_set(scan_byte(scan, end), SET_TYPED)) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return scan_byte(scan, end) > ' ';
}

/* Whether the word at `at` says something of a password: with password authentication. */
static int speaks_of_it(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < NAME_MAX && in_set(scan_byte(scan, end), SET_ALPHA)) {
        end++;
    }
    return end == at || end - at == NAME_MAX ||
           words_hold(&table_words_prose, scan->bytes + at, end - at) ||
           words_hold(&table_words_key_endings, scan->bytes + at, end - at) ||
           words_hold(&table_words_digests, scan->bytes + at, end - at);
}

int login_before_key(const struct scan *scan, size_t key_start, size_t value)
{
    size_t end, start = word_before(scan, key_start, &end), word_end = 0;

    if (is_word(scan, start, end, "and")) {
        if (!is_no_word(scan, value)) {
            return 0;
        }
        start = word_before(scan, start, &end); /* username NAME and password x */
    }
    if ((is_word(scan, start, end, "with") || is_word(scan, start, end, "using")) &&
        !speaks_of_it(scan, value)) {
        start = word_before(scan, start, &end); /* user NAME with password x */
        start = start == end ? end : word_before(scan, start, &word_end);
        return start < end && asks_for_login(scan, start, word_end);
    }
    if (start == end || is_word(scan, start, end, "or") || is_word(scan, start, end, "name") ||
        (asks_for_login(scan, start, end) && !is_typed(scan, value))) {
        return 0; /* username and/or password invalid */
    }
    start = word_before(scan, start, &word_end);
    return asks_for_login(scan, start, word_end);
}
