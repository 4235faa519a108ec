/* The words that a wallet is restored from: twelve or more short ones in a row. */
#include "tokens.h"

#include <string.h>

#define WORD_MIN 3
#define WORD_MAX 12
#define WORDS_MIN 12
#define WORDS_MAX 25
#define WORDS_STEP 3
#define GAP_MAX 24

/* So many characters stand between two of them, which may be numbered. */
#define BETWEEN_MAX 12

/* It begins so far behind what says so, and is looked for so often. */
#define SAID_MAX ((size_t)200)
#define TRIES_MAX 6

/* Where the word at `at` ends, of three letters or more and not a long one; `at` if it is none.
 * Words of standard lists have eight at most, those that somebody made up have more. */
static size_t word_end(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at <= WORD_MAX && in_set(scan_byte(scan, end), SET_LOWER)) {
        end++;
    }
    return end - at >= WORD_MIN && end - at <= WORD_MAX &&
                   !in_set(scan_byte(scan, end), SET_WORD)
               ? end
               : at;
}

/* Behind what stands between two words: a blank, a comma, the next one's number. */
static size_t skip_between(const struct scan *scan, size_t word)
{
    size_t next = word;

    while (next - word < BETWEEN_MAX && next < scan->length && scan_byte(scan, next) != '\0' &&
           strchr(" ,\n\t.)", (char)scan->bytes[next]) != NULL) {
        next++;
        if (is_blank(scan_before(scan, next))) {
            while (next - word < BETWEEN_MAX && in_set(scan_byte(scan, next), SET_DIGIT)) {
                next++;
            }
        }
    }
    effort_spend(scan->effort, next - word);
    return next;
}

/* Where the words that begin at `start` end, or 0 if they are no phrase. */
static size_t phrase_end(const struct scan *scan, size_t start)
{
    size_t words = 0, last = start;

    for (size_t next = start; words < WORDS_MAX; words++) {
        size_t word = word_end(scan, next);

        if (word == next) {
            break;
        }
        last = word;
        if (scan_byte(scan, word) == '\n' && words + 1 >= WORDS_MIN &&
            (words + 1) % WORDS_STEP == 0) {
            return last; /* it is whole, and the next line is another's */
        }
        effort_spend(scan->effort, 2 + (word - next) / EFFORT_WALKED);
        next = skip_between(scan, word);
    }
    return words >= WORDS_MIN ? last : 0;
}

/* Where the next phrase may begin in [at, limit): behind a sign, a quote, an empty line. */
static size_t next_opening(const struct scan *scan, size_t at, size_t limit)
{
    while (at < limit && at < scan->length && !in_set(scan_byte(scan, at), SET_QUOTE) &&
           scan_byte(scan, at) != ':' && scan_byte(scan, at) != '\n') {
        at++;
    }
    return at + 1;
}

void match_phrase(struct scan *scan, size_t at, size_t end)
{
    const size_t limit = end + SAID_MAX;
    size_t start = end, last = 0, from;

    (void)at;
    start += scan_byte(scan, start) == 's'; /* mnemonics */
    for (unsigned int i = 0; i < TRIES_MAX && last == 0 && start < limit; i++) {
        from = start;
        while (start - from < GAP_MAX && start < scan->length &&
               !in_set(scan_byte(scan, start), SET_LOWER)) {
            start++;
        }
        effort_spend(scan->effort, 2 + (start - from) / 2);
        last = phrase_end(scan, start);
        if (last == 0) {
            from = start;
            start = next_opening(scan, start, limit);
            effort_spend(scan->effort, (start - from) / 2);
        }
    }
    if (last > 0) {
        scan_found(scan, start, last, scan_matcher_name(MATCHER_PHRASE));
    }
}
