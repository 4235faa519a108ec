/* The words that a wallet is restored from: twelve or more short ones in a row. */
#include "tokens.h"

#define WORDS_MIN 12
#define WORDS_MAX 24
#define WORDS_STEP 3
#define GAP_MAX 24

/* Where the word of three to eight letters at `at` ends; `at` if it is none. */
static size_t word_end(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < 9 && in_set(scan_byte(scan, end), SET_LOWER)) {
        end++;
    }
    return end - at >= 3 && end - at <= 8 && !in_set(scan_byte(scan, end), SET_WORD) ? end : at;
}

void match_phrase(struct scan *scan, size_t at, size_t end)
{
    size_t start = end, words = 0, last;

    (void)at;
    while (start - end < GAP_MAX && start < scan->length &&
           !in_set(scan->bytes[start], SET_LOWER)) {
        start++;
    }
    last = start;
    for (size_t next = start; words < WORDS_MAX; words++) {
        size_t word = word_end(scan, next);

        if (word == next) {
            break;
        }
        last = word;
        if (scan_byte(scan, word) == '\n' && words + 1 >= WORDS_MIN &&
            (words + 1) % WORDS_STEP == 0) {
            words++;
            break; /* it is whole, and the next line is another's */
        }
        for (next = word;
             next - word < 4 && (scan_byte(scan, next) == ' ' || scan_byte(scan, next) == ',' ||
                                 scan_byte(scan, next) == '\n');) {
            next++;
        }
    }
    if (words >= WORDS_MIN) {
        scan_found(scan, start, last, scan_matcher_name(MATCHER_PHRASE));
    }
}
