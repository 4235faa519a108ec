/* Values that are written byte by byte. */
#include "bytes.h"

#include <string.h>

#include "extent.h"

/* How long a list may be. */
#define LIST_MAX 512

/* A key's bytes are 16 or 32; those of a text are fewer, and as many where no type tells. */
#define TEXT_MIN 5
#define BINARY_MIN 2
#define CHARACTERS_MIN 4

/* How far the first byte may be indented. */
#define INDENT_MAX 40

/* How long the number of bytes may be that a dump begins with. */
#define LABEL_MAX 32

/* Lines of a dump: bytes in hexadecimal, and what they look like behind two blanks. */
#define DUMP_MIN 4
#define DUMP_LINES_MAX 8

/* What is known of a list of bytes. */
struct list {
    size_t end;
    size_t count;
    size_t typable; /* of them, and letters or digits */
    size_t alnums;
};

static int is_key_length(size_t count)
{
    return count == 16 || count == 32;
}

/* The number at `at`, as one byte is written, 203 or 0xcb: where it ends, or `at`. */
static size_t byte_end(const struct scan *scan, size_t at, unsigned int *ret_byte)
{
    const int is_hex = scan_byte(scan, at) == '0' && (scan_byte(scan, at + 1) | 0x20) == 'x';
    const size_t first = is_hex ? at + 2 : at, longest = is_hex ? 2 : 3;
    size_t end = first;

    *ret_byte = 0;
    while (end - first <= longest &&
           in_set(scan_byte(scan, end), is_hex ? SET_HEX : SET_DIGIT)) {
        unsigned int digit = scan->bytes[end] & 15U;

        *ret_byte = *ret_byte * (is_hex ? 16 : 10) + digit +
                    (in_set(scan_byte(scan, end), SET_DIGIT) ? 0 : 9);
        end++;
    }
    return end > first && end - first <= longest ? end : at;
}

/* The numbers from `at` on, with commas, blanks or ends of lines between. */
static struct list read_list(const struct scan *scan, size_t at)
{
    struct list list = {.end = at};
    unsigned int byte;
    size_t next;

    while (list.end - at < LIST_MAX && (next = byte_end(scan, list.end, &byte)) > list.end &&
           byte < 256) {
        effort_spend(scan->effort, 3);
        list.count++;
        list.typable += byte >= ' ' && byte < 0x7f;
        list.alnums += byte < 0x80 && in_set((unsigned char)byte, SET_ALNUM);
        for (list.end = next;
             scan_byte(scan, list.end) == ',' || is_blank(scan_byte(scan, list.end));
             list.end++) {
            if (list.end >= scan->length || list.end - at >= LIST_MAX) {
                effort_spend(scan->effort, (list.end - at) / 2);
                return (struct list){.end = at};
            }
        }
    }
    effort_spend(scan->effort, (list.end - at) / 2);
    return list;
}

/* [11, 203, ...], {0xE1, 0x40, ...} behind the bracket before `at`: the bytes of a key, of a
 * text, or of what is said to be bytes. */
static size_t list_end(const struct scan *scan, size_t at, int is_typed)
{
    struct list list = read_list(scan, at);
    unsigned char close = scan_byte(scan, list.end);

    return (close == ']' || close == '}' || close == '>') &&
                   (is_key_length(list.count) || (is_typed && list.count >= BINARY_MIN) ||
                    (list.count >= TEXT_MIN && list.typable == list.count &&
                     list.alnums * 2 > list.count))
               ? list.end
               : 0;
}

/* [S, o, m, m, e, r], as Java prints an array of characters. */
static size_t characters_end(const struct scan *scan, size_t at)
{
    size_t end = at, count = 0;

    while (end - at < LIST_MAX && scan_byte(scan, end) > ' ' && scan_byte(scan, end) < 0x7f) {
        count++;
        if (!scan_is_at(scan, end + 1, ", ")) {
            return scan_byte(scan, end + 1) == ']' && count >= CHARACTERS_MIN ? end + 1 : 0;
        }
        end += 3;
    }
    return 0;
}

/* 3C 8E 39: where the pairs end, with their number. */
static size_t pairs_end(const struct scan *scan, size_t at, size_t *ret_count)
{
    size_t end = at;

    *ret_count = 0;
    while (end - at < LIST_MAX && in_set(scan_byte(scan, end), SET_HEX) &&
           in_set(scan_byte(scan, end + 1), SET_HEX) &&
           !in_set(scan_byte(scan, end + 2), SET_WORD)) {
        ++*ret_count;
        end += 2;
        if (scan_byte(scan, end) != ' ') {
            break;
        }
        end++;
    }
    effort_spend(scan->effort, (end - at) / 3);
    return end - (end > at && scan->bytes[end - 1] == ' ');
}

/* The bytes of a key below its name, a line each, as YAML lists them: "- 114"; 0 if none are.
 */
static size_t lines_end(const struct scan *scan, size_t at, size_t *ret_start)
{
    size_t end = at, count = 0;
    unsigned int byte;

    while (scan_byte(scan, end) == '\n' && end - at < LIST_MAX) {
        size_t next = extent_skip_blanks(scan, end + 1), last;

        if (!scan_is_at(scan, next, "- ") ||
            (last = byte_end(scan, next + 2, &byte)) == next + 2) {
            break;
        }
        effort_spend(scan->effort, 3);
        *ret_start = count++ == 0 ? next + 2 : *ret_start;
        end = last;
    }
    return is_key_length(count) ? end : 0;
}

/* 62 72 61 74      brat: the lines of a dump, which are farther in, with what they look like.
 */
static size_t dump_end(const struct scan *scan, size_t at, size_t *ret_start)
{
    size_t end = at, count = 0;

    for (int lines = 0; lines < DUMP_LINES_MAX && scan_byte(scan, end) == '\n'; lines++) {
        size_t next = extent_skip_blanks(scan, end + 1), last = pairs_end(scan, next, &count);

        if (next < end + 3 || count < DUMP_MIN || !scan_is_at(scan, last, "  ")) {
            break;
        }
        last = extent_skip_blanks(scan, last);
        for (next = last; last - next <= 16 && scan_byte(scan, last) != '\n'; last++) {
        }
        if (last - next > 16) {
            break;
        }
        *ret_start = end == at ? extent_skip_blanks(scan, end + 1) : *ret_start;
        end = last;
    }
    return end > at ? end : 0;
}

/* []byte{, []uint8{, <<, <Buffer: behind what says that bytes follow, or `at`. */
static size_t skip_type(const struct scan *scan, size_t at)
{
    static const char *const types[] = {"[]uint8{", "[]byte{", "[]byte(",
                                        "<<",       "vec![",   "bytes["};

    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (scan_is_at(scan, at, types[i])) {
            return at + strlen(types[i]);
        }
    }
    return at;
}

/* Whether such a list was hidden before. */
static int is_hidden(const struct scan *scan, size_t at)
{
    unsigned char close = scan_byte(scan, at + 1);

    return scan_byte(scan, at) == VIEW_REDACTED &&
           (close == ']' || close == '}' || close == '>');
}

size_t bytes_find(const struct scan *scan, size_t at, size_t *ret_start)
{
    unsigned char open = scan_byte(scan, at);
    size_t end, count, typed = skip_type(scan, at);

    if (scan_is_at(scan, at, "<buffer ")) {
        *ret_start = at + 8;
        end = pairs_end(scan, *ret_start, &count);
        return is_hidden(scan, *ret_start) ? *ret_start + 1 : count >= BINARY_MIN ? end : 0;
    }
    if (typed > at || open == '[' || open == '{') {
        *ret_start = typed > at ? typed : at + 1;
        while (is_blank(scan_byte(scan, *ret_start)) && *ret_start - at < INDENT_MAX &&
               *ret_start < scan->length) {
            ++*ret_start;
        }
        if (is_hidden(scan, *ret_start)) {
            return *ret_start + 1;
        }
        end = list_end(scan, *ret_start, typed > at);
        return end != 0 || open != '[' ? end : characters_end(scan, *ret_start);
    }
    if (open == '\n') {
        end = lines_end(scan, at, ret_start);
        return end != 0 ? end : dump_end(scan, at, ret_start);
    }
    *ret_start = at;
    end = in_set(open, SET_HEX) ? pairs_end(scan, at, &count) : at;
    return end > at && is_key_length(count) ? end : 0;
}

size_t bytes_dump_sign(const struct scan *scan, size_t at)
{
    size_t sign = at + (scan_is_at(scan, at, "_ascii") ? 6 : 0);

    while (sign - at < LABEL_MAX && (in_set(scan_byte(scan, sign), SET_ALNUM) ||
                                     strchr("(=)", scan_byte(scan, sign)) != NULL)) {
        sign++;
    }
    effort_walk(scan->effort, sign - at);
    return scan_byte(scan, sign) == ':' ? sign + 1 : 0;
}
