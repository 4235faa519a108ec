#include "before.h"

#include <string.h>

#include "compared.h"
#include "scan/looks.h"
#include "tables/words.h"
#include "values/extent.h"

#define WORD_MAX 200

/* What is said of a value before it is named is no longer. */
#define SAID_MAX 32

/* What somebody types for a password, and what has a name such as AES-256. */
#define TYPED_MIN 7
#define NAMED_MAX 7

/* The digits of a code that is sent to somebody. */
#define CODE_MIN 4
#define CODE_MAX 8

static size_t skip_back(const struct scan *scan, size_t at)
{
    const size_t end = at;

    while (at > 0 && (scan->bytes[at - 1] == ' ' || scan->bytes[at - 1] == '\t')) {
        at--;
        if (scan_byte(scan, at) == '\t') {
            break;
        }
    }
    effort_walk(scan->effort, end - at);
    return at;
}

static int ends_with(const struct scan *scan, size_t at, const char *word)
{
    size_t length = strlen(word);

    return at > length && scan_is_at(scan, at - length, word) &&
           !in_set(scan->bytes[at - length - 1], SET_ALNUM);
}

/* Skip back over what is said of a value before it is named: "not a valid", "the". */
static size_t skip_back_attributes(const struct scan *scan, size_t end)
{
    const size_t first = end;

    while (first - end < SAID_MAX) {
        size_t word = scan_run_start(scan, SET_ALPHA, end, SAID_MAX);

        if (word == end || scan_before(scan, word) != ' ' ||
            !words_hold(&table_words_attributes, scan->bytes + word, end - word)) {
            break;
        }
        end = word - 1;
    }
    return end;
}

/* Where "x is the" before a key or "'x' ==" stops being x; 0 if neither stands there. */
static size_t sign_before(const struct scan *scan, size_t at)
{
    static const char substituted[] = " substituted for \"${";
    size_t end = at, said;

    if (end > sizeof substituted && scan->bytes[end - 1] == '{' &&
        scan_is_at(scan, end + 1 - sizeof substituted, substituted)) {
        return end + 1 - sizeof substituted; /* "x" substituted for "${PASSWORD}" */
    }
    if (end < 4 || scan->bytes[end - 1] != ' ') {
        return 0;
    }
    end--;
    if (end >= 2 && scan->bytes[end - 1] == '=' &&
        (scan->bytes[end - 2] == '=' || scan->bytes[end - 2] == '!')) {
        end -= 2;
        end -= end > 0 && scan->bytes[end - 1] == '=';
        end = skip_back(scan, end);
        end -= end > 1 && scan->bytes[end - 1] == ')';
        return end > 0 && is_quote(scan->bytes[end - 1]) ? end : 0;
    }
    if (ends_with(scan, end, "as")) {
        return end - 3; /* use x as password */
    }
    said = skip_back_attributes(scan, end);
    if (said == end) {
        return 0;
    }
    if (ends_with(scan, said, "is") || ends_with(scan, said, "as")) {
        return said - 3;
    }
    if (ends_with(scan, said, "was")) {
        return said - 4;
    }
    if (ends_with(scan, said, "into") && said > 6 && is_quote(scan->bytes[said - 6])) {
        return said - 5; /* enter "x" into the password field */
    }
    return said > 1 && scan->bytes[said - 1] == ':' && is_quote(scan->bytes[said - 2])
               ? said - 1 /* "x": invalid password */
               : 0;
}

/* value="x" name="key", "value": "x", "name": "key", setValue("x", forKey: "key"): whether a
 * value's string ends before. */
static int attribute_before(const struct scan *scan, size_t key_start, size_t *ret_start,
                            size_t *ret_end)
{
    static const char *const names[] = {"name", "type", "key", "id", "forkey"};
    size_t at = key_start, end, start, word = 0;
    unsigned char quote;

    for (int part = 0; part < 2; part++) { /* the sign, then what separates the pairs */
        size_t from = at;

        while (at > 0 && from - at < 24 &&
               (is_blank(scan->bytes[at - 1]) || is_quote(scan->bytes[at - 1]) ||
                scan->bytes[at - 1] == (part == 0 ? ':' : ',') || scan->bytes[at - 1] == '=' ||
                (part == 0 && scan->bytes[at - 1] == '@'))) {
            at--;
            if (part == 1 && is_quote(scan_byte(scan, at)) && at > 0 &&
                !is_blank(scan->bytes[at - 1]) && scan->bytes[at - 1] != ',') {
                break; /* the value's own closing quote */
            }
        }
        if (at == from) {
            return 0;
        }
        for (size_t i = 0; part == 0 && word == 0 && i < sizeof names / sizeof *names; i++) {
            size_t length = strlen(names[i]);

            word = at > length && scan_is_at(scan, at - length, names[i]) &&
                           !in_set(scan->bytes[at - length - 1], SET_WORD)
                       ? length
                       : 0;
        }
        if (word == 0) {
            return 0;
        }
        at -= part == 0 ? word : 0;
    }
    quote = scan->bytes[at];
    end = at;
    if (!is_quote(quote)) {
        return 0;
    }
    for (start = end; start > 0 && scan->bytes[start - 1] != quote; start--) {
        if (end - start >= WORD_MAX || scan->bytes[start - 1] == '\n') {
            effort_walk(scan->effort, end - start);
            return 0;
        }
    }
    effort_walk(scan->effort, end - start);
    for (at = start; at > 0 && start - at < 6 && !in_set(scan->bytes[at - 1], SET_ALPHA);
         at--) {
    }
    if (start == 0 || at < 6 || at == start ||
        (!scan_is_at(scan, at - 5, "value") && !scan_is_at(scan, at - 6, "object") &&
         !scan_is_at(scan, at - 4, ".set"))) {
        return 0;
    }
    *ret_start = start;
    *ret_end = end;
    return end > start;
}

/* type("x", "password"), where what is typed stands before the field that it is typed into. */
static int typed_before(const struct scan *scan, size_t key_start, size_t *ret_start,
                        size_t *ret_end)
{
    const unsigned char quote = scan_before(scan, key_start);
    size_t end = key_start > 4 ? key_start - 4 : 0, start;

    if (end == 0 || !is_quote(quote) || scan_byte(scan, end) != quote ||
        !scan_is_at(scan, end + 1, ", ")) {
        return 0;
    }
    for (start = end; start > 0 && end - start < SAID_MAX && scan->bytes[start - 1] != quote &&
                      scan->bytes[start - 1] > ' ';
         start--) {
    }
    *ret_start = start;
    *ret_end = end;
    return start > 6 && end > start && scan_is_at(scan, start - 6, "type(") &&
           scan->bytes[start - 1] == quote;
}

/* "482913 is your verification code", also of somebody. */
static int code_before(const struct scan *scan, size_t key_start, size_t *ret_start,
                       size_t *ret_end)
{
    size_t end = sign_before(scan, key_start), start;

    if (end == 0 && scan_before(scan, key_start) == ' ') {
        end = sign_before(scan, scan_run_start(scan, SET_WORD, key_start - 1, WORD_MAX));
    }
    for (start = end;
         start > 0 && end - start < CODE_MAX && in_set(scan->bytes[start - 1], SET_DIGIT);
         start--) {
    }
    *ret_start = start;
    *ret_end = end;
    return end - start >= CODE_MIN && !in_set(scan_before(scan, start), SET_WORD);
}

int before_find(const struct scan *scan, size_t key_start, int digits_only, size_t *ret_start,
                size_t *ret_end)
{
    size_t end = sign_before(scan, key_start), start, digits = 0;
    unsigned char quote;

    if (digits_only && code_before(scan, key_start, ret_start, ret_end)) {
        return 1;
    }
    if (end == 0) {
        return typed_before(scan, key_start, ret_start, ret_end) ||
               (is_quote(scan_before(scan, key_start)) &&
                attribute_before(scan, key_start, ret_start, ret_end)) ||
               compared_find(scan, key_start, ret_start, ret_end);
    }
    quote = scan->bytes[end - 1];
    if (is_quote(quote)) {
        end--;
        for (start = end; start > 0 && end - start < WORD_MAX; start--) {
            if (scan->bytes[start - 1] == quote || scan->bytes[start - 1] == '\n') {
                break;
            }
        }
        effort_walk(scan->effort, end - start);
        if (start == 0 || scan->bytes[start - 1] != quote || end - start < 3) {
            return 0;
        }
        *ret_start = start;
        *ret_end = end;
        return 1;
    }
    for (start = end; start > 0 && end - start < WORD_MAX && scan->bytes[start - 1] > ' ';
         start--) {
        digits += in_set(scan->bytes[start - 1], SET_DIGIT) != 0;
    }
    effort_spend(scan->effort, (end - start) / 2);
    while (start < end && !in_set(scan_byte(scan, start), SET_ALNUM)) {
        start++;
    }
    while (end > start && in_set(scan->bytes[end - 1], SET_CLOSING)) {
        end--;
    }
    if (end - start < TYPED_MIN || digits == 0 || digits == end - start ||
        (end - start <= NAMED_MAX && !in_set(scan_byte(scan, start), SET_LOWER)) ||
        words_hold(&table_words_digests, scan->bytes + start, end - start) ||
        looks_address(scan->bytes + start, end - start)) {
        return 0;
    }
    *ret_start = start;
    *ret_end = end;
    return 1;
}
