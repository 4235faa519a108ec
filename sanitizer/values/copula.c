#include "copula.h"

#include "extent.h"
#include "said.h"
#include "tables/words.h"

/* How many words stand between a key and its verb, and how long they are together. */
#define BETWEEN_MAX 4
#define SENTENCE_MAX 56

#define VALUE_MAX 64

/* The longest of the words before a key. */
#define CHANGE_MAX 10

/* A code that is sent to somebody. */
#define CODE_MIN 4
#define CODE_MAX 8

/* The bytes that begin a character of Chinese, Japanese or Korean, which three make. */
#define UNSPACED_FIRST 0xe3
#define UNSPACED_LAST 0xed
#define UNSPACED_LENGTH ((size_t)3)

static int is_unspaced(unsigned char byte)
{
    return byte >= UNSPACED_FIRST && byte <= UNSPACED_LAST;
}

/* Whether what ends at `at` is written without blanks between its words. */
static int ends_unspaced(const struct scan *scan, size_t at)
{
    return at >= UNSPACED_LENGTH && is_unspaced(scan->bytes[at - UNSPACED_LENGTH]) &&
           scan->bytes[at - 1] >= 0x80;
}

/* The characters behind such a key that are none of ASCII, as far as a particle may reach. */
static size_t particle_end(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < 2 * UNSPACED_LENGTH && scan_byte(scan, end) >= 0x80) {
        end++;
    }
    return end;
}

static size_t word_end(const struct scan *scan, size_t at)
{
    size_t end = at;

    if (scan_byte(scan, at) == '-') {
        return at;
    }
    while (end - at < SENTENCE_MAX &&
           (in_set(scan_byte(scan, end), SET_SPOKEN) || scan_byte(scan, end) >= 0x80)) {
        end++;
    }
    effort_spend(scan->effort, (end - at) / 2);
    return end;
}

/* A digit among what a person types: no word of any language. */
static int is_password(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < VALUE_MAX && scan_byte(scan, end) > ' ' &&
           !in_set(scan_byte(scan, end), SET_DIGIT)) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return in_set(scan_byte(scan, end), SET_DIGIT) && said_is_password(scan, at);
}

static int is_code(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at <= CODE_MAX && in_set(scan_byte(scan, end), SET_DIGIT)) {
        end++;
    }
    return end - at >= CODE_MIN && end - at <= CODE_MAX &&
           (scan_byte(scan, end) <= ' ' || in_set(scan_byte(scan, end), SET_CLOSING));
}

/* hasło, salasana: no English word for it ends so, and none in "password to Server2" does. */
static int is_foreign(unsigned char last)
{
    last = table_lower[last];
    return last == 'a' || last == 'o' || last == 'i' || last >= 0x80;
}

/* Whether the word [start, end), the `count`th behind a key, is its verb. */
static int is_copula(const struct scan *scan, size_t at, size_t first, size_t start, size_t end)
{
    const unsigned char *word = scan->bytes + start;

    if (!words_hold(&table_words_copulas, word, end - start)) {
        return 0;
    }
    if (end - start == 2 && (scan_is_at(scan, start, "to") || scan_is_at(scan, start, "on"))) {
        return is_foreign(scan_before(scan, at));
    }
    return !(scan_is_at(scan, start, "is") && end - start == 2) &&
                   !(scan_is_at(scan, start, "was") && end - start == 3)
               ? 1
               : words_hold(&table_words_prepositions, scan->bytes + first,
                            word_end(scan, first) - first);
}

/* I reset your password: somebody does, in the words before the key. */
static int is_changed(const struct scan *scan, size_t key_start)
{
    static const char *const verbs[] = {"set ", "reset ", "change ", "changed "};
    size_t start = key_start;

    for (int words = 0; words < 3 && scan_before(scan, start) == ' '; words++) {
        start = scan_run_start(scan, SET_ALPHA, start - 1, CHANGE_MAX);
        for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
            if (scan_is_at(scan, start, verbs[i])) {
                return 1;
            }
        }
    }
    return 0;
}

/* "to x" or "from x to y" behind the key of what is changed: where the blank before x is. */
static size_t behind_change(const struct scan *scan, size_t key_start, size_t sign, int digits)
{
    size_t value = scan_is_at(scan, sign, "to ")     ? sign + 3
                   : scan_is_at(scan, sign, "from ") ? sign + 5
                                                     : sign;

    return value > sign && (is_password(scan, value) || (digits && is_code(scan, value))) &&
                   is_changed(scan, key_start)
               ? value - 1
               : 0;
}

size_t copula_find(const struct scan *scan, size_t key_start, size_t at, size_t sign,
                   int digits)
{
    size_t start = sign, end;

    if (ends_unspaced(scan, at)) {
        end = particle_end(scan, at);
        if (end > at && !words_hold(&table_words_copulas, scan->bytes + at, end - at)) {
            return 0;
        }
        end += scan_byte(scan, end) == ':';
        end += scan_byte(scan, end) == ' ';
        return is_password(scan, end) || (digits && is_code(scan, end)) ? end : 0;
    }
    end = sign > at ? behind_change(scan, key_start, sign, digits) : 0;
    if (end != 0) {
        return end;
    }
    for (int words = 0; sign > at && words <= BETWEEN_MAX; words++) {
        size_t value;

        end = word_end(scan, start);
        if (end == start || end - sign > SENTENCE_MAX) {
            return 0;
        }
        value = end + (scan_byte(scan, end) == ':');
        if (scan_byte(scan, value) != ' ') {
            return 0;
        }
        if (is_copula(scan, at, sign, start, end)) {
            value += scan_is_at(scan, value, " still ") ? 6 : 0;
            if (is_quote(scan_byte(scan, value + 1)) || is_password(scan, value + 1) ||
                (digits && is_code(scan, value + 1))) {
                return value;
            }
        }
        if (value > end) {
            return 0;
        }
        start = end + 1;
    }
    return 0;
}

int copula_is_joined(const struct scan *scan, size_t at)
{
    const size_t end = ends_unspaced(scan, at) ? particle_end(scan, at) : 0;

    if (end == 0) {
        return 0;
    }
    return end == at ? is_password(scan, at)
                     : words_hold(&table_words_copulas, scan->bytes + at, end - at);
}

size_t copula_value_end(const struct scan *scan, size_t at, size_t start, size_t end)
{
    size_t last = start;

    if (!ends_unspaced(scan, at) || scan_byte(scan, start) >= 0x80) {
        return end;
    }
    while (last < end && last - start < VALUE_MAX && !is_unspaced(scan->bytes[last])) {
        last++;
    }
    effort_walk(scan->effort, last - start);
    if (last == end || !is_unspaced(scan->bytes[last])) {
        return end;
    }
    while (last > start && in_set(scan->bytes[last - 1], SET_CLOSING)) {
        last--;
    }
    return last;
}
