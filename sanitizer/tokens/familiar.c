/*
 * Passwords that are known as such wherever they stand, because people write them when any will
 * do: P@ssw0rd, hunter2, password123. Those that could also be the name of something, such as
 * my_password, only where they are all of a string.
 */
#include "tokens.h"

#include <string.h>

#include "values/extent.h"

#define BEFORE_MAX 32
#define BEHIND_MAX 24
#define STRING_MAX 48

/* Fewer digits count: password1 and password2 are two fields of a form. */
#define DIGITS_MIN 2

static int is_part(unsigned char byte)
{
    return in_set(byte, SET_TYPABLE) && byte != '.' && byte != ',' && byte != '~';
}

/* Where the digits and signs at `at` end, if that is a word's end and there are enough of them;
 * `at` otherwise. */
static size_t behind_digits(const struct scan *scan, size_t at)
{
    size_t end = at, digits;

    while (end - at < BEHIND_MAX && in_set(scan_byte(scan, end), SET_DIGIT)) {
        end++;
    }
    digits = end - at;
    while (end - at < BEHIND_MAX && scan_byte(scan, end) != '_' &&
           scan_byte(scan, end) != '-' && is_part(scan_byte(scan, end)) &&
           !in_set(scan_byte(scan, end), SET_ALNUM)) {
        end++;
    }
    return digits >= DIGITS_MIN && !is_part(scan_byte(scan, end)) &&
                   !(scan_byte(scan, end) == '.' &&
                     in_set(scan_byte(scan, end + 1), SET_ALNUM)) &&
                   scan_byte(scan, end) != '(' && scan_byte(scan, end) != '/'
               ? end
               : at;
}

/* The string that holds [at, end) and nothing but words; 0 if it stands in none. */
static size_t string_around(const struct scan *scan, size_t at, size_t end, size_t *ret_end)
{
    size_t start = at, last = end;

    while (start > 0 && at - start < STRING_MAX &&
           (is_part(scan->bytes[start - 1]) || scan->bytes[start - 1] == ' ')) {
        start--;
    }
    while (last - end < STRING_MAX &&
           (is_part(scan_byte(scan, last)) || scan_byte(scan, last) == ' ')) {
        last++;
    }
    effort_spend(scan->effort, (last - start) / 2);
    *ret_end = last;
    return is_quote(scan_before(scan, start)) &&
                   scan_byte(scan, last) == scan_before(scan, start)
               ? start
               : 0;
}

/* ["my_pass"], "my_pass": x, getenv("my_pass"), get('my_pass'): what a value is kept under. */
static int is_name(const struct scan *scan, size_t start, size_t end)
{
    size_t before = start - 1, behind = extent_skip_blanks(scan, end + 1), call;
    unsigned char after = scan_byte(scan, behind);

    if (scan_before(scan, before) == '[' || after == ':' || after == ']' ||
        (after == '=' && scan_byte(scan, behind + 1) != '=')) {
        return 1;
    }
    if (scan_before(scan, before) == '(' && before > 1) {
        call = scan_run_start(scan, SET_WORD, before - 1, BEFORE_MAX);
        for (size_t i = call; i < before; i++) {
            effort_spend(scan->effort, 1);
            if (scan_is_at(scan, i, "get") || scan_is_at(scan, i, "find") ||
                scan_is_at(scan, i, "name") || scan_is_at(scan, i, "param")) {
                return 1;
            }
        }
    }
    return 0;
}

/* Words that end in what a password is called: testing nothing else, MY_PASS is a variable. */
static int is_said(const struct scan *scan, size_t start, size_t end)
{
    static const char *const ends[] = {
        "pass",        "password", "passwd",    "pw",    "pwd",     "passw", "passphrase",
        "pass phrase", "secret",   "secretkey", "token", "api-key", "jwt"};
    size_t last = end, lowers = 0;

    while (last > start && !in_set(scan->bytes[last - 1], SET_ALPHA)) {
        last--;
    }
    effort_walk(scan->effort, end - last);
    for (size_t i = start; i < last; i++) {
        effort_spend(scan->effort, 1);
        lowers += in_set(scan_byte(scan, i), SET_LOWER) != 0;
        if (scan_is_at(scan, i, "secret-key") || scan_is_at(scan, i, "secret_key")) {
            return lowers > 0; /* my-secret-key-for-tests */
        }
    }
    for (size_t i = 0; lowers > 0 && i < sizeof ends / sizeof *ends; i++) {
        size_t length = strlen(ends[i]);

        if (last - start > length && scan_is_at(scan, last - length, ends[i])) {
            return 1;
        }
    }
    return 0;
}

void match_familiar_name(struct scan *scan, size_t at, size_t end)
{
    size_t last, start = at < scan->value_end ? 0 : string_around(scan, at, end, &last);

    if (start != 0 && is_said(scan, start, last) && !is_name(scan, start, last)) {
        scan->value_end = last;
        scan_found(scan, start, last, scan_matcher_name(MATCHER_FAMILIAR_NAME));
    }
}

/* static_password05 = "x", define("password05", "x"): what something is given to, and a key's
 * name. */
static int is_assigned(const struct scan *scan, size_t start, size_t end)
{
    size_t sign = extent_skip_blanks(scan, end);

    if (is_quote(scan_byte(scan, end)) && scan_before(scan, start) == scan_byte(scan, end)) {
        return start > 1 && scan->bytes[start - 2] == '(' && scan_byte(scan, end + 1) == ',' &&
               is_quote(scan_byte(scan, extent_skip_blanks(scan, end + 2)));
    }
    sign += scan_is_at(scan, sign, ":=") != 0;
    return scan_byte(scan, sign) == '=' &&
           is_quote(scan_byte(scan, extent_skip_blanks(scan, sign + 1)));
}

void match_familiar(struct scan *scan, size_t at, size_t end)
{
    const int needs_digits = scan_is_at(scan, at, "password") ||
                             scan_is_at(scan, at, "secret") || scan_is_at(scan, at, "passwd");
    size_t start = at, last = end;

    if (at < scan->value_end) {
        return;
    }
    if (needs_digits) {
        last = behind_digits(scan, end);
        if (last == end) {
            return;
        }
    }
    while (start > 0 && at - start < BEFORE_MAX && is_part(scan->bytes[start - 1])) {
        start--;
    }
    while (last - end < BEHIND_MAX && is_part(scan_byte(scan, last))) {
        last++;
    }
    if (at - start == BEFORE_MAX || last - end == BEHIND_MAX || scan_byte(scan, last) == '(' ||
        is_assigned(scan, start, last)) {
        return; /* part of something longer, or a function */
    }
    scan->value_end = last;
    scan_found(scan, start, last, scan_matcher_name(MATCHER_FAMILIAR));
}
