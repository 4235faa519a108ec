/*
 * Keys where one is expected: behind a word such as "token" that no sign and no value follows.
 * There less randomness is enough than for a word that stands alone (random.c).
 */
#include "expected.h"

#include <string.h>

#include "object.h"
#include "scan/chance.h"
#include "scan/explained.h"
#include "scan/looks.h"
#include "tables/words.h"

#define EXPECTED_MIN 16

/* A shorter one, beside it, is drawn by lot without a doubt. */
#define SHORT_MIN 10
#define SHORT_REACH 14

/* How far after "token" or the like a key may stand, and a purely hexadecimal one. */
#define EXPECTED_REACH 48
#define EXPECTED_HEX_REACH 14

/* How often one word is judged from different beginnings. */
#define EXPECTED_VISITS_MAX 16

/* A word that holds many keys was judged as many times, each time without its beginning. */
static int is_beyond_judging(struct scan *scan, size_t end)
{
    if (scan->expected_end != end) {
        scan->expected_end = end;
        scan->expected_count = 0;
    }
    return scan->expected_count++ >= EXPECTED_VISITS_MAX;
}

/* Only hexadecimal digits, maybe behind a tag of two letters, or a UUID. */
static int is_hexadecimal_key(const struct scan *scan, size_t start, size_t end)
{
    const unsigned char *text = scan->bytes + start;
    size_t length = end - start, tag = length == 34 ? 2 : 0;

    return (looks_hex(text + tag, length - tag) || looks_uuid(text, length)) &&
           looks_random(text, length);
}

/* What could be a key: not at all, close to the word that says so, or further from it too. */
enum likely { LIKELY_NOT, LIKELY_HEX, LIKELY_CLOSE, LIKELY_FAR };

/* -fsjlj-exceptions */
static int is_option(const struct scan *scan, size_t start)
{
    return start >= 2 && scan->bytes[start - 1] == '-' &&
           (scan->bytes[start - 2] == ' ' || scan->bytes[start - 2] == '(') &&
           in_set(scan_byte(scan, start), SET_LOWER);
}

static enum likely how_likely(struct scan *scan, size_t start, size_t end)
{
    int evidence;

    if (scan_byte(scan, end) == '(' || scan_before(scan, start) == '/' ||
        is_option(scan, start)) {
        return LIKELY_NOT;
    }
    evidence = chance_made(scan, start, end, LOOKS_RANDOM_EXPECTED);
    if (evidence > 0) {
        return looks_kept_under(scan->bytes + start, end - start) ? LIKELY_NOT
               : evidence > LOOKS_RANDOM_EXPECTED + 24            ? LIKELY_FAR
                                                                  : LIKELY_CLOSE;
    }
    return is_hexadecimal_key(scan, start, end) ? LIKELY_HEX
           : looks_made_up(scan->bytes + start, end - start) &&
                   !looks_hex(scan->bytes + start, end - start)
               ? LIKELY_CLOSE
               : LIKELY_NOT;
}

/* Likewise, of a word that may have been judged for the key before. */
static enum likely likelihood(struct scan *scan, size_t start, size_t end)
{
    struct scan_judged *judged = &scan->judged[start / 4 % SCAN_JUDGED];

    if (judged->start != start || judged->end != end) {
        *judged = (struct scan_judged){start, end, (int)how_likely(scan, start, end)};
    }
    return (enum likely)judged->likely;
}

static int is_short_key(const struct scan *scan, size_t start, size_t end)
{
    return scan_byte(scan, end) != '(' && scan_before(scan, start) != '/' &&
           looks_drawn(scan->bytes + start, end - start);
}

/* Where "=" stands in the word, unless it is padding at its end; `end` if nowhere. */
static size_t inner_equals(const struct scan *scan, size_t start, size_t end)
{
    const unsigned char *found = memchr(scan->bytes + start, '=', end - start);
    size_t at = found != NULL ? (size_t)(found - scan->bytes) : end, last = at;

    while (last < end && scan_byte(scan, last) == '=') {
        last++;
    }
    effort_spend(scan->effort, (at - start) / 64 + (last - at) / EFFORT_WALKED);
    return last < end ? at : end;
}

/* Whether `least` bytes of one word, which so could be a key, begin in [*first, reach). Sets
 * *first to where, or to where it stopped looking. */
static int word_begins(const struct scan *scan, size_t least, size_t reach, size_t *first)
{
    while (*first < reach && scan->length - *first >= least) {
        size_t end = *first + least;

        while (end > *first && in_set(scan->bytes[end - 1], SET_KEYISH)) {
            end--;
        }
        if (end == *first) {
            return 1;
        }
        *first = end;
    }
    return 0;
}

/*
 * Whether a key of the usual length begins in [at, reach). Where none does is remembered: most
 * of what follows a key was looked at for the one before it.
 */
static int long_word_follows(struct scan *scan, size_t at, size_t reach)
{
    struct scan_run *none = &scan->no_long_word;

    if (at < none->start || at > none->end) {
        *none = (struct scan_run){at, at};
    }
    return word_begins(scan, EXPECTED_MIN, reach, &none->end);
}

/*
 * The word after `at`, where a key is expected. Words between two keys that cannot be one were
 * passed over for the first; the second only looks at its own next word, and on from behind
 * them.
 */
void random_expect(struct scan *scan, size_t at, const char *name)
{
    struct scan_run *passed = &scan->passed;
    size_t reach = at + EXPECTED_REACH, start = at, end, from = 0;
    enum likely likely;

    if (in_set(scan_byte(scan, at), SET_ALNUM) ||
        (scan_byte(scan, at) == ':' && scan_byte(scan, at + 1) == ':') ||
        (scan_byte(scan, at) == '@' && in_set(scan_byte(scan, at + 1), SET_DIGIT))) {
        return; /* not the word's end, a scope's name, a package's version */
    }
    if (at == scan->expected_at) {
        return; /* for another key of the same name: "key" in "secret_key" */
    }
    if (!long_word_follows(scan, at, reach)) {
        size_t near = at;

        reach = at + SHORT_REACH + 1;
        if (!word_begins(scan, SHORT_MIN, reach, &near)) {
            return;
        }
    }
    scan->expected_at = at;
    while (start < scan->length && start < reach) {
        if (scan_byte(scan, start) == '\n') {
            return; /* the next line of a list is no value of this one */
        }
        if (!in_set(scan_byte(scan, start), SET_ALNUM)) {
            start++;
            continue;
        }
        end = scan_run_end(scan, SET_KEYISH, start);
        effort_spend(scan->effort, EFFORT_ITEM);
        if (is_beyond_judging(scan, end)) {
            return;
        }
        size_t equals = end - start >= EXPECTED_MIN ? inner_equals(scan, start, end) : end;

        if (equals < end) { /* name=value: the value is judged next */
            if (words_hold(&table_words_digests, scan->bytes + start, equals - start)) {
                return;
            }
            start = equals + 1;
            from = 0;
            continue;
        }
        if (end - start >= SHORT_MIN && end - start < EXPECTED_MIN &&
            start - at <= SHORT_REACH && is_short_key(scan, start, end) &&
            !explained_is_said(scan, start, end - start)) {
            scan_found(scan, start, end, name);
            return;
        }
        if (chance_was_found(scan, start, end)) {
            return; /* for the key before */
        }
        likely = end - start >= EXPECTED_MIN ? likelihood(scan, start, end) : LIKELY_NOT;
        if (likely != LIKELY_NOT) {
            if ((likely == LIKELY_FAR || (likely == LIKELY_CLOSE && start - at <= 4) ||
                 (likely == LIKELY_HEX && start - at <= EXPECTED_HEX_REACH)) &&
                !explained_is_said(scan, start, end - start) &&
                !object_is_named(scan, at, start, end, name)) {
                chance_found(scan, start, end, name);
                return;
            }
            from = 0;
        }
        if (words_hold(&table_words_digests, scan->bytes + start, end - start)) {
            return; /* the key of a commit, the digest of a token */
        }
        if (from == 0) {
            from = end;
        }
        if (end >= passed->start && end < passed->end) {
            from = passed->start < from ? passed->start : from;
            end = passed->end; /* within the line */
        }
        *passed = (struct scan_run){from, end};
        start = end;
    }
}
