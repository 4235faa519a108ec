/*
 * Pairs of keys as lists of bytes: Solana's tools keep them so, and scripts have them in their
 * text. A list is known by its length and by what stands before it.
 */
#include "commands.h"

#include <stdint.h>

#include "values/extent.h"

/* The list opens so far behind what tells of it, has so many bytes, and goes on no further. */
#define OPENING_MAX 96
#define BYTES_MIN 32
#define BYTES_MAX 96
#define BYTE_DIGITS 3

/* Blanks and a line's end between two of them. */
#define BETWEEN_MAX 12

/* Where the number below 256 at `at` ends, or `at`. */
static size_t byte_end(const struct scan *scan, size_t at)
{
    unsigned int number = 0;
    size_t end = at;

    while (end - at < BYTE_DIGITS && in_set(scan_byte(scan, end), SET_DIGIT)) {
        number = number * 10 + (scan->bytes[end++] - '0');
    }
    return number <= UINT8_MAX && !in_set(scan_byte(scan, end), SET_WORD) ? end : at;
}

static size_t skip_between(const struct scan *scan, size_t at)
{
    size_t next = at;

    while (next - at < BETWEEN_MAX &&
           (scan_byte(scan, next) == ',' || scan_byte(scan, next) == '\n' ||
            is_blank(scan_byte(scan, next)))) {
        next++;
    }
    return next;
}

void match_key_pair(struct scan *scan, size_t at, size_t end)
{
    const size_t from = scan_before(scan, end) == '[' ? end - 1 : end;
    size_t first = scan_next(
        scan, from, from + OPENING_MAX < scan->length ? from + OPENING_MAX : scan->length, '[');
    size_t last, next, count = 0;

    (void)at;
    if (scan_byte(scan, first) != '[') {
        return;
    }
    first = last = next = skip_between(scan, first + 1);
    while (count < BYTES_MAX && (next = byte_end(scan, next)) > last) {
        count++;
        last = next;
        next = skip_between(scan, next);
    }
    effort_spend(scan->effort, next - first);
    if (count >= BYTES_MIN) {
        scan_found(scan, first, last, scan_matcher_name(MATCHER_KEY_PAIR));
    }
}
