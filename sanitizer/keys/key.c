/*
 * Keys by their meaning: a word such as "password" or "token" in a name, whatever the name's
 * style, followed by a sign and a value. The word must be one of the name's own words, and
 * none after it may turn the meaning: token_count counts, password_file is a path.
 */
#include "key.h"

#include <stdint.h>
#include <string.h>

#include "before.h"
#include "below.h"
#include "changed.h"
#include "codes.h"
#include "column.h"
#include "expected.h"
#include "many.h"
#include "meaning.h"
#include "mentioned.h"
#include "nested.h"
#include "rows.h"
#include "signature.h"
#include "scan/looks.h"
#include "statement.h"
#include "strength.h"
#include "told.h"
#include "tables/words.h"
#include "values/copula.h"
#include "values/script_quotes.h"
#include "values/value.h"

/* How many harmless values one run without blanks may hold. */
#define HARMLESS_MAX 16

/* How long a colour may be. */
#define COLOUR_MAX 16

#define NAME_MAX_BEFORE 48
#define NAME_MAX_AFTER 40

/* What is long enough to be recognised within a longer word, and how much longer. */
#define SWALLOWED_MIN 6
#define SWALLOWED_AFTER_MAX 8

static int is_name_byte(unsigned char byte)
{
    return in_set(byte, SET_TOKEN);
}

/* Whether one of a name's words ends (or starts) between these two bytes. */
static int is_seam(unsigned char before, unsigned char after)
{
    return !in_set(before, SET_ALPHA) || !in_set(after, SET_ALPHA) ||
           (in_set(before, SET_LOWER) && in_set(after, SET_UPPER));
}

/* FTPPass: a word of capitals ends where one of small letters begins. */
static int ends_acronym(const struct scan *scan, size_t at)
{
    return in_set(scan_before(scan, at), SET_UPPER) && in_set(scan_byte(scan, at), SET_UPPER) &&
           in_set(scan_byte(scan, at + 1), SET_LOWER);
}

/* [33mpassword: behind a terminal's colour as loggers print it. */
static int ends_colour(const struct scan *scan, size_t at)
{
    size_t start = at > 0 ? at - 1 : 0;

    if (scan_before(scan, at) != 'm') {
        return 0;
    }
    while (start > 0 && at - start < COLOUR_MAX &&
           (in_set(scan->bytes[start - 1], SET_DIGIT) || scan->bytes[start - 1] == ';')) {
        start--;
    }
    return scan_before(scan, start) == '[';
}

/*
 * myapikeyfoo = "x": a long word within a longer one still says what the string is, if that is
 * nothing that could be read. Returns where the name ends, or 0.
 */
static size_t swallowed_end(const struct scan *scan, size_t at, size_t end)
{
    size_t last = end;

    if (end - at < SWALLOWED_MIN) {
        return 0;
    }
    while (last - end < SWALLOWED_AFTER_MAX && in_set(scan_byte(scan, last), SET_LOWER)) {
        last++;
    }
    return in_set(scan_byte(scan, last), SET_WORD) ? 0 : last;
}

/* password_sha256_hex, passwordSHA512: the password's own digest, by which it can be guessed.
 */
static int is_digest_of_password(const struct scan *scan, size_t word, size_t end,
                                 const struct table_key *key)
{
    return end - word == 3 && scan_is_at(scan, word, "sha") &&
           in_set(scan_byte(scan, end), SET_DIGIT) &&
           strcmp(table_text + key->name, "password") == 0;
}

/* Where the word of a name ends that begins at `at`, of which the name ends at `stop`: behind
 * its letters, or one character that is none. */
static size_t name_word_end(const struct scan *scan, size_t at, size_t stop)
{
    const unsigned char *bytes = scan->bytes;
    size_t end = at + 1;

    while (end < stop && !is_seam(bytes[end - 1], bytes[end])) {
        end++;
    }
    return end;
}

/* Where the name goes on to, or 0 when a later word turns its meaning. */
static size_t name_end(struct scan *scan, size_t at, const struct table_key *key)
{
    size_t end = at, word, stop;

    if (table_lower[scan_byte(scan, end)] == 's' &&
        is_seam(scan_byte(scan, end), scan_byte(scan, end + 1))) {
        end++;
    }
    if (copula_is_joined(scan, end) || script_quotes_find(scan, end, &word) != 0) {
        return end;
    }
    if (!is_seam(scan_before(scan, end), scan_byte(scan, end)) ||
        (scan_byte(scan, end) >= 0x80)) {
        return 0;
    }
    stop = scan_run_end(scan, SET_TOKEN, end);
    if (stop - at > NAME_MAX_AFTER) {
        return 0; /* part of something longer: a mangled symbol */
    }
    while (end < stop && !(scan->bytes[end] == '-' && scan_byte(scan, end + 1) == '>')) {
        word = end;
        end = name_word_end(scan, word, stop);
        if (words_hold(&table_words_key_endings, scan->bytes + word, end - word) &&
            !is_digest_of_password(scan, word, end, key)) {
            effort_spend(scan->effort, EFFORT_ITEM + (end - at));
            return 0;
        }
    }
    effort_spend(scan->effort, EFFORT_ITEM + (end - at));
    while (end > at && (scan->bytes[end - 1] == '.' || scan->bytes[end - 1] == '-')) {
        end--;
    }
    return end;
}

/* PASSWORD=a b of an environment, "password: a b" of YAML: the line is the value's. */
static int opens_line(const struct scan *scan, size_t start, size_t end)
{
    if (scan_byte(scan, end) == ':') {
        return scan_byte(scan, end + 1) == ' ';
    }
    for (size_t i = start; i < end; i++) {
        if (in_set(scan_byte(scan, i), SET_LOWER)) {
            return 0;
        }
    }
    return scan_byte(scan, end) == '=';
}

/* PWD=/srv is where, not what. */
static int is_directory(const struct scan *scan, size_t at)
{
    unsigned char first = scan_byte(scan, at);

    return first == '/' || first == '~' || first == '\\' || first == VIEW_REDACTED ||
           (scan_byte(scan, at + 1) == ':' && scan_byte(scan, at + 2) == '\\');
}

/*
 * A run that holds so many keys whose values are all harmless is no text that anybody wrote:
 * what follows is hidden rather than looked at for ever.
 */
static int is_beyond_judging(struct scan *scan, const struct value *value)
{
    return !value->quoted && value->start >= scan->bare.start &&
           value->start < scan->bare.stop && scan->bare.harmless++ >= HARMLESS_MAX;
}

/* <key>, </key>: what stands behind an element is none of its own. */
static int is_tag(const struct scan *scan, size_t start, size_t last)
{
    return scan_byte(scan, last) == '>' &&
           (scan_before(scan, start) == '<' || scan_before(scan, start) == '/');
}

/* What stands before a key: found by the key's meaning as what stands behind it is. */
static int match_before(struct scan *scan, size_t start, const struct table_key *key)
{
    struct value value = {.quoted = 1, .sign = ' '};

    if (key->strength == KEY_WEAK ||
        !before_find(scan, start, key->strength == KEY_DIGITS, &value.start, &value.end) ||
        value_is_harmless(scan, &value, key->strength) ||
        (key->strength == KEY_MEDIUM &&
         !looks_random(scan->bytes + value.start, value.end - value.start))) {
        return 0;
    }
    scan_found(scan, value.start, value.end, table_text + key->name);
    return 1;
}

/* What stands below a key, alone in its line. */
static int match_below(struct scan *scan, size_t start, size_t end, const struct table_key *key)
{
    size_t first, last;

    if (key->strength == KEY_DIGITS
            ? !below_find_code(scan, start, end, &first, &last)
            : key->strength == KEY_WEAK ||
                  !below_find(scan, start, end, &first, &last, key->strength == KEY_STRONG)) {
        return 0;
    }
    scan_found(scan, first, last, table_text + key->name);
    return 1;
}

/* What a program tells of a key, or somebody mentions. */
static int match_told(struct scan *scan, size_t start, size_t end, const struct table_key *key)
{
    size_t first, last;

    if (!told_find(scan, start, end, key->strength, &first, &last) &&
        (key->strength != KEY_STRONG || !mentioned_find(scan, start, end, &first, &last))) {
        return 0;
    }
    scan_found(scan, first, last, table_text + key->name);
    return 1;
}

/* What follows in the line are names of other columns, and values stand elsewhere. */
static int heads_column(struct scan *scan, size_t start, size_t end,
                        const struct table_key *key)
{
    return key->strength != KEY_WEAK &&
           (statement_match(scan, start, end, key) || column_match(scan, start, end, key) ||
            table_row_match(scan, start, end, key) ||
            (key->strength != KEY_DIGITS && aligned_match(scan, start, end, key)));
}

/* A string of many kinds of characters, and nothing with a blank. */
static int is_unreadable(const struct scan *scan, const struct value *value)
{
    size_t digits = 0, others = 0, length = value->end - value->start;

    for (size_t i = value->start; i < value->end && length <= 256; i++) {
        effort_spend(scan->effort, 2);
        if (scan_byte(scan, i) <= ' ') {
            return 0;
        }
        digits += in_set(scan_byte(scan, i), SET_DIGIT) != 0;
        others += !in_set(scan_byte(scan, i), SET_DASHED) && scan_byte(scan, i) != '/' &&
                  scan_byte(scan, i) != '.';
    }
    return value->quoted && length >= 8 && length <= 256 && (digits > 1 || others > 2);
}

/* The value behind a name: the same for all keys in it, such as "secret" and "secret_key". */
static int find_value(struct scan *scan, size_t start, size_t end, enum value_blank blank,
                      int line, struct value *ret_value)
{
    struct scan_name *name = &scan->names[blank];

    if (name->end != end || name->start != start || name->line != line) {
        name->start = start;
        name->end = end;
        name->line = line;
        name->nothing_from = SIZE_MAX;
        name->has_value = value_find(scan, start, end, blank, line, &name->value);
    }
    if (name->has_value) {
        *ret_value = name->value;
    }
    return name->has_value;
}

/*
 * Nothing was found for the key that ends at `end`, neither a value nor anything else: so there
 * is nothing for a key that stands further on in the same name and asks for as much of it.
 */
static void remember_nothing(struct scan *scan, size_t end, enum value_blank blank,
                             const struct table_key *key)
{
    struct scan_name *name = &scan->names[blank];

    if (!name->has_value && blank != VALUE_BLANK_IS_SIGN &&
        !is_name_byte(scan_before(scan, name->start))) {
        name->nothing_from = end;
        name->nothing_for = key;
    }
}

static int is_known_for_nothing(const struct scan *scan, size_t at, size_t end,
                                const struct table_key *key)
{
    const struct scan_name *name = &scan->names[key->blank];
    unsigned char after = scan_byte(scan, end);

    return end >= name->nothing_from && end <= name->end && at >= name->start &&
           at - name->start < NAME_MAX_BEFORE && key->strength >= name->nothing_for->strength &&
           key->strength != KEY_DIGITS && after < 0x80 && is_seam(scan->bytes[end - 1], after);
}

void match_key(struct scan *scan, size_t at, size_t end, const struct table_key *key)
{
    size_t start = at, last, line;
    unsigned char before = scan_before(scan, at);
    struct value value;
    enum value_blank blank = key->blank;
    int first, swallowed = 0;

    if (at < scan->value_end || is_known_for_nothing(scan, at, end, key)) {
        return;
    }
    if (!key->glued && (!is_seam(before, scan->bytes[at]) || before >= 0x80) &&
        !ends_acronym(scan, at) && !ends_colour(scan, at) &&
        !((before == 'D' || before == 'P') &&
          scan_before(scan, at - 1) == '-')) { /* -Dname=value, -Pname=value */
        return;
    }
    if (key->strength == KEY_DIGITS && in_set(before, SET_DIGIT)) {
        return; /* 44pin 82078 */
    }
    last = name_end(scan, end, key);
    if (last == 0 && key->glued) {
        last = swallowed_end(scan, at, end);
        swallowed = last > end;
    }
    if (last == 0 || (swallowed && key->strength == KEY_WEAK)) {
        return;
    }
    while (start > 0 && at - start < NAME_MAX_BEFORE && is_name_byte(scan->bytes[start - 1])) {
        start--;
    }
    start = ends_colour(scan, at) ? at : start;
    if (scan_byte(scan, start) == '-' && scan_byte(scan, start + 1) != '>' &&
        (scan_byte(scan, start + 1) == '-' || key->strength != KEY_WEAK)) {
        blank = VALUE_BLANK_IS_SIGN;
    }
    if (key->strength == KEY_DIGITS) {
        blank = VALUE_BLANK_IS_SIGN;
    }
    while (start < at && (scan_byte(scan, start) == '-' || scan_byte(scan, start) == '.')) {
        start++;
    }
    if (meaning_is_other(scan, start, last) || meaning_is_setting(scan, at, end) ||
        (key->strength == KEY_WEAK && last >= end + 2 && scan_is_at(scan, last - 2, "id"))) {
        return;
    }
    effort_spend(scan->effort, EFFORT_KEY);
    if (!swallowed &&
        (heads_column(scan, start, last, key) ||
         (key->strength == KEY_STRONG && codes_match(scan, last, table_text + key->name)) ||
         (key->strength <= KEY_MEDIUM &&
          (nested_match(scan, start, last, key) || many_match(scan, start, last, key) ||
           rows_match(scan, start, last, key) || signature_match(scan, start, last, key))))) {
        return;
    }
    line = start;
    while (line > 0 && start - line < 12 &&
           (scan->bytes[line - 1] == ' ' || scan->bytes[line - 1] == '\t' ||
            scan->bytes[line - 1] == '-')) {
        line--;
    }
    first = scan_before(scan, line) == '\n' && key->strength == KEY_STRONG &&
            opens_line(scan, start, last);
    if (!find_value(scan, start, last, blank, first, &value) ||
        (swallowed && !is_unreadable(scan, &value)) ||
        (!is_beyond_judging(scan, &value) &&
         value_is_harmless(scan, &value, strength_of(scan, key, start, at, last, &value))) ||
        meaning_is_fingerprint(scan, start, &value) ||
        meaning_is_status_word(scan, at, &value) || meaning_is_described(scan, at, &value) ||
        meaning_is_number_of(scan, end, last, &value) ||
        meaning_is_method(scan, end, last, &value) ||
        meaning_is_erlang(scan, at, end, &value) ||
        (end - at == 4 && scan_is_at(scan, at, "pass") &&
         meaning_is_verdict(scan, start, last, &value)) ||
        meaning_is_passed_on(scan, start, last, &value) ||
        (last - start == 3 && (is_directory(scan, value.start) ||
                               (scan_before(scan, start) == '$' && !value.quoted))) ||
        (key->strength == KEY_DIGITS && value.end - value.start == 3 &&
         table_lower[scan->bytes[at]] != 'c' && !scan_is_at(scan, at, "security")) ||
        (key->strength == KEY_DIGITS && value.sign == ' ' &&
         scan_byte(scan, last + 1) == ' ')) { /* only a card's code is so short, or stands so */
        effort_spend(scan->effort, EFFORT_IN_VAIN);
        if (!match_before(scan, start, key) && !match_below(scan, start, last, key) &&
            !match_told(scan, start, last, key)) {
            if (key->strength != KEY_DIGITS && !is_tag(scan, start, last)) {
                random_expect(scan, last, table_text + key->name);
            }
            if (!swallowed) {
                remember_nothing(scan, end, blank, key);
            }
        }
        return;
    }
    effort_spend(scan->effort, EFFORT_KEYED_VALUE);
    if (key->strength == KEY_WEAK && meaning_is_turned_before(scan, start, last)) {
        return;
    }
    scan->value_end = value.end;
    scan_found(scan, value.start, value.end, table_text + key->name);
    if (changed_find(scan, &value, &start, &last)) {
        scan->value_end = last;
        scan_found(scan, start, last, table_text + key->name);
    }
}
