/*
 * The numbers of a private key in hexadecimal, a byte after the other with colons between them
 * and line after line, below what the number is called.
 */
#include "tokens.h"

/* Before the name of a number, and before its bytes. */
#define INDENT_MAX 32

/* Fewer bytes are a number that tells nothing: of how many primes there are. */
#define BYTES_MIN 4

static size_t skip_indent(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < INDENT_MAX &&
           (scan_byte(scan, end) == ' ' || scan_byte(scan, end) == '\t')) {
        end++;
    }
    return end;
}

/* Where the bytes end that begin at `at`; `at` if there are none, or something else follows in
 * the line. Adds how many there are to *count. */
static size_t bytes_end(const struct scan *scan, size_t at, size_t *count)
{
    size_t end = at, bytes = 0;

    while (in_set(scan_byte(scan, end), SET_HEX) && in_set(scan_byte(scan, end + 1), SET_HEX)) {
        end += 2;
        bytes++;
        if (scan_byte(scan, end) != ':') {
            break;
        }
        end++;
    }
    effort_walk(scan->effort, end - at);
    if (scan_byte(scan, end) != '\n' && scan_byte(scan, end) != '\r') {
        return at;
    }
    *count += bytes;
    return end;
}

void match_key_dump(struct scan *scan, size_t at, size_t end)
{
    size_t start = 0, last = 0, line = end, count = 0;

    if (at < scan->block_end || scan_byte(scan, skip_indent(scan, end)) > ' ') {
        return;
    }
    while (line < scan->length) {
        size_t first, next;

        while (scan_byte(scan, line) == ' ' || scan_byte(scan, line) == '\r') {
            line++;
        }
        first = skip_indent(scan, line + 1);
        next = bytes_end(scan, first, &count);
        if (scan_byte(scan, line) != '\n' || next == first) {
            break;
        }
        start = start == 0 ? first : start;
        last = line = next;
    }
    if (count >= BYTES_MIN) {
        scan->block_end = last;
        scan_found(scan, start, last, scan_matcher_name(MATCHER_PRIVATE_KEY_DUMP));
    }
}
