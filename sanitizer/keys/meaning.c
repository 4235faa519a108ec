/* What the words and signs around a key say of its meaning. */
#include "meaning.h"

#include <string.h>

#include "scan/looks.h"
#include "tables/words.h"
#include "values/value.h"

/* What stands before the part of a name that a key's word is in is no longer. */
#define PARTS_MAX 96

/* 64 bits, in hexadecimal. */
#define STATUS_WORD ((size_t)16)

/* So far before a key it may be said that its fingerprint is meant. */
#define FINGERPRINT_REACH 32

/* A name in a statement. */
#define NAMED_MAX 64

/* The digits of a number that something is called by. */
#define NUMBER_MAX 10

/* PASS: basename.sh, as a test's result is reported. */
static int is_result(const struct scan *scan, size_t start, size_t end)
{
    return end - start == 4 && memcmp(scan->bytes + start, "PASS", 4) == 0 &&
           scan_byte(scan, end) == ':' && scan_byte(scan, end + 1) == ' ' &&
           scan_before(scan, start) != '"';
}

/*
 * arn:aws:secretsmanager:x:1:secret:name, where a secret is kept; or, with blanks before it,
 * error:14202006:SSL routines:derive_secret_key_and_iv:EVP lib, a function of OpenSSL's.
 */
static int is_part(struct scan *scan, size_t start, size_t last)
{
    static const char *const openings[] = {"arn:", "error:"};
    size_t at = start, from = start > PARTS_MAX ? start - PARTS_MAX : 0;
    int is_word = 1;

    if (scan_before(scan, start) != ':' || scan_byte(scan, last) != ':' ||
        !scan_one_stands_between(scan, &scan->no_parts, from, start, openings, 2)) {
        return 0;
    }
    while (at > 0 && start - at < PARTS_MAX && scan->bytes[at - 1] != '\n') {
        at--;
        is_word = is_word && scan_byte(scan, at) > ' ' && scan_byte(scan, at) != '"';
        if ((is_word && scan_is_at(scan, at, "arn:")) ||
            (scan_is_at(scan, at, "error:") && in_set(scan_byte(scan, at + 6), SET_HEX))) {
            effort_spend(scan->effort, start - at);
            return 1;
        }
    }
    effort_spend(scan->effort, start - at);
    return 0;
}

/* <code class="x">: of a document. */
static int is_element_of_document(const struct scan *scan, size_t start, size_t end)
{
    return scan_before(scan, start) == '<' && end - start == 4 &&
           scan_is_at(scan, start, "code");
}

int meaning_is_other(struct scan *scan, size_t start, size_t end)
{
    return words_hold(&table_words_not_keys, scan->bytes + start, end - start) ||
           is_result(scan, start, end) || is_part(scan, start, end) ||
           is_element_of_document(scan, start, end);
}

int meaning_is_turned_before(const struct scan *scan, size_t start, size_t end)
{
    size_t word = start;

    if (scan_before(scan, start) != ' ') {
        return 0;
    }
    for (word--; word > 0 && start - word < 16 && in_set(scan->bytes[word - 1], SET_ALPHA);) {
        word--;
    }
    return words_hold(&table_words_not_keys, scan->bytes + word, end - word);
}

/* The word that ends before the blank before `at`; where it starts. */
static size_t word_back(const struct scan *scan, size_t at)
{
    size_t start = at > 0 ? at - 1 : 0;

    while (start > 0 && at - start < NAMED_MAX && scan->bytes[start - 1] > ' ') {
        start--;
    }
    return start;
}

/* ALTER USER bob IDENTIFIED BY x: SQL, and no prose. */
static int is_statement(const struct scan *scan, size_t at)
{
    const size_t user = word_back(scan, word_back(scan, at));

    return scan_is_at(scan, user, "user ") &&
           ((user >= 7 && scan_is_at(scan, user - 7, "create ")) ||
            (user >= 6 && scan_is_at(scan, user - 6, "alter ")));
}

int meaning_is_described(const struct scan *scan, size_t at, const struct value *value)
{
    return (!value->quoted || scan_before(scan, value->start) == '`') &&
           scan_byte(scan, at) == 'i' && scan_is_at(scan, at, "identified by ") &&
           !is_statement(scan, at);
}

int meaning_is_fingerprint(const struct scan *scan, size_t start, const struct value *value)
{
    size_t at = start;

    if (scan_byte(scan, value->start + 2) != ':') {
        return 0;
    }
    while (at > 0 && start - at < FINGERPRINT_REACH && scan->bytes[at - 1] != '\n') {
        at--;
        if (scan_is_at(scan, at, "fingerprint")) {
            return 1;
        }
    }
    return 0;
}

int meaning_is_status_word(const struct scan *scan, size_t at, const struct value *value)
{
    return memcmp(scan->bytes + at, "PSW", 3) == 0 && !value->quoted &&
           value->end - value->start == STATUS_WORD &&
           looks_hex(scan->bytes + value->start, STATUS_WORD);
}

int meaning_is_number_of(const struct scan *scan, size_t end, size_t last,
                         const struct value *value)
{
    size_t i = value->start;

    while (i < value->end &&
           (in_set(scan_byte(scan, i), SET_DIGIT) || strchr(".[]<>", scan->bytes[i]) != NULL)) {
        i++;
    }
    effort_spend(scan->effort, (i - value->start) / 2);
    if (i < value->end) {
        return 0;
    }
    return (scan_is_at(scan, last - 2, "id") || scan_is_at(scan, end - 1, "ns")) &&
           value->end - value->start <= NUMBER_MAX; /* max_tokens: 4096 */
}

/* ON s1.sid = s2.sid: a member, and the same one of another object. */
static int is_same_member(const struct scan *scan, size_t start, size_t last,
                          const struct value *value)
{
    const unsigned char *own = memrchr(scan->bytes + start, '.', last - start);
    const unsigned char *other =
        memrchr(scan->bytes + value->start, '.', value->end - value->start);
    size_t length = own != NULL ? (size_t)(scan->bytes + last - own) : 0;

    return own != NULL && other != NULL && value->spaced &&
           (size_t)(scan->bytes + value->end - other) == length &&
           memcmp(own, other, length) == 0;
}

int meaning_is_passed_on(const struct scan *scan, size_t start, size_t last,
                         const struct value *value)
{
    size_t length = value->end - value->start;

    if (!value->quoted && value->sign == '=' && is_same_member(scan, start, last, value)) {
        return 1;
    }
    if (value->quoted || value->sign != '=' || length > last - start) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = scan->bytes[last - length + i];

        if (table_lower[byte] != table_lower[scan->bytes[value->start + i]]) {
            return 0;
        }
    }
    return (length == last - start || scan->bytes[last - length - 1] == '.') &&
           (value->spaced || memchr(scan->bytes + value->start, '_', length) != NULL);
}

int meaning_is_setting(const struct scan *scan, size_t at, size_t end)
{
    unsigned char behind = scan_byte(scan, end);

    return at >= 6 && scan_is_at(scan, at, "session") &&
           ((behind == '.' && scan_is_at(scan, at - 2, "@@")) ||
            (behind == ' ' &&
             (scan_is_at(scan, at - 4, "set ") || scan_is_at(scan, at - 6, "alter "))));
}

int meaning_is_erlang(const struct scan *scan, size_t at, size_t end, const struct value *value)
{
    size_t digits = 0;

    if (end - at != 3 || (!scan_is_at(scan, at, "otp") && !scan_is_at(scan, at, "mfa"))) {
        return 0;
    }
    for (size_t i = value->start; i < value->end; i++) {
        unsigned char byte = scan->bytes[i];

        digits += in_set(byte, SET_DIGIT) != 0;
        if (!in_set(byte, SET_DASHED) && byte != ' ') {
            effort_walk(scan->effort, i - value->start);
            return 1;
        }
    }
    effort_walk(scan->effort, value->end - value->start);
    return digits == 0;
}

/* t.pass(), st.pass(), assert.pass() */
static int is_asserted(const struct scan *scan, size_t start)
{
    size_t object = start - 1;

    if (start < 2 || scan_byte(scan, object) != '.') {
        return 0;
    }
    object = scan_run_start(scan, SET_WORD, object, 16);
    return scan->bytes[start - 2] == 't' &&
           (start - 1 - object <= 3 || scan_is_at(scan, object, "assert."));
}

int meaning_is_verdict(const struct scan *scan, size_t start, size_t last,
                       const struct value *value)
{
    static const char *const verdicts[] = {"skip", "fail", "pending", "incomplete",
                                           "todo", "pass", "{0}"};
    size_t length = value->end - value->start;

    if (last - start > 4 && scan->bytes[last - 5] == '.') {
        start = last - 4;
    }
    if (last - start == 4 && value->sign == '(' &&
        (is_asserted(scan, start) || memchr(scan->bytes + value->start, ' ', length) != NULL)) {
        return 1;
    }
    for (size_t i = 0; i < sizeof verdicts / sizeof *verdicts; i++) {
        size_t known = strlen(verdicts[i]);

        if (length >= known && length <= known + 3 &&
            scan_is_at(scan, value->start, verdicts[i]) &&
            (verdicts[i][0] != 'p' || verdicts[i][1] != 'a' || /* pass: pass1 is given */
             scan->bytes[value->start] == 'P' || scan_is_at(scan, value->start, "passed"))) {
            return 1; /* skip, skipped */
        }
    }
    return 0;
}

int meaning_is_method(const struct scan *scan, size_t end, size_t last,
                      const struct value *value)
{
    const unsigned char *dot = memrchr(scan->bytes + end, '.', last - end);

    return value->sign == '(' && scan_byte(scan, last) == '(' && dot != NULL &&
           !words_hold(&table_words_joints, dot + 1, last - (size_t)(dot + 1 - scan->bytes));
}
