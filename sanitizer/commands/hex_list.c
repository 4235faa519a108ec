/*
 * Lists of hexadecimal words that would be digests or commits elsewhere: the private keys that
 * a node of a test chain prints, the hashes that somebody has a cracker guess.
 */
#include "commands.h"

#include <string.h>

#include "scan/looks.h"
#include "values/extent.h"

/* What is read behind what says so, and how much before it. */
#define LIST_MAX 4096
#define BEFORE_MAX 512

/* What may stand before a word in its line: a number, a bullet, a name. */
#define LEAD_MAX 40

/* Other lines that may stand between a heading and its list. */
#define OTHERS_MAX 3

#define KEY_LENGTH 64
#define HASH_MIN 32
#define HASH_MAX 128

/* What was found out of a line. */
enum line { LINE_OTHER, LINE_EMPTY, LINE_LISTED };

static void found(struct scan *scan, size_t start, size_t end)
{
    scan_found(scan, start, end, scan_matcher_name(MATCHER_HEX_LIST));
}

/* Where the hexadecimal word at `at` ends, if nothing of a name goes on behind it, or `at`. */
static size_t hex_end(struct scan *scan, size_t at)
{
    const size_t end = scan_run_end(scan, SET_HEX, at);

    return in_set(scan_byte(scan, end), SET_TOKEN) ? at : end;
}

/* As long as what MD5 to SHA-512 make. */
static int is_hash_long(size_t length)
{
    return length >= HASH_MIN && length <= HASH_MAX && length % 8 == 0;
}

/* (0) 3f2a..., 1: 0x3f2a..., ["3f2a...", "3f2a..."]: the keys among numbers and signs. */
static enum line find_in_line(struct scan *scan, size_t at, size_t line_end)
{
    size_t limit = at + LEAD_MAX;
    enum line what = LINE_EMPTY;

    for (; at < line_end && at < limit; at++) {
        const size_t end = hex_end(scan, at);

        effort_spend(scan->effort, 1);
        if (end - at == KEY_LENGTH) {
            found(scan, at, end);
            what = LINE_LISTED;
            at = end;
            limit = end + LEAD_MAX;
        } else if (scan_is_at(scan, at, "0x")) {
            at++;
        } else if (in_set(scan_byte(scan, at), SET_ALPHA)) {
            return what == LINE_EMPTY ? LINE_OTHER : what;
        }
    }
    return what;
}

/* 3f2a..., 3f2a...:salt, bob:3f2a...: the line has nothing else. */
static void find_hash(struct scan *scan, size_t at, size_t line_end)
{
    const size_t line = at;
    size_t end = hex_end(scan, at);

    if (!is_hash_long(end - at)) {
        at = scan_next(scan, at, line + LEAD_MAX < line_end ? line + LEAD_MAX : line_end, ':');
        end = at < line_end ? hex_end(scan, ++at) : at;
    }
    if (is_hash_long(end - at) && end <= line_end &&
        (end == line_end || scan_byte(scan, end) == ':') &&
        memchr(scan->bytes + end, ' ', line_end - end) == NULL) {
        found(scan, at, end);
        if (line_end > end + 1) {
            found(scan, end + 1, line_end); /* the salt, or the password */
        }
    }
}

/* hashcat -m 0 3f2a... words.txt: words of the command, which has an option. */
static void find_arguments(struct scan *scan, size_t at, size_t line_end)
{
    at += scan_is_at(scan, at, ".exe") || scan_is_at(scan, at, ".bin") ? 4 : 0;
    if (!scan_is_at(scan, at, " -")) {
        return;
    }
    at = at < scan->hex_word_end ? scan->hex_word_end : at;
    while ((at = scan_next(scan, at, line_end, ' ')) < line_end) {
        const size_t end = hex_end(scan, ++at);

        effort_spend(scan->effort, 2);
        if (is_hash_long(end - at)) {
            found(scan, at,
                  scan_byte(scan, end) == ':' ? scan_run_end(scan, SET_PRINTABLE, end) : end);
        }
    }
    scan->hex_word_end = at;
}

/* The keys below a heading, or behind it in its line. */
static void find_keys(struct scan *scan, size_t end, size_t limit)
{
    unsigned int others = 0;
    int listed = 0;
    size_t line = end, line_end;

    for (; line < limit && others <= OTHERS_MAX; line = line_end + 1) {
        enum line what;

        effort_spend(scan->effort, 2);
        line_end = scan_next(scan, line, limit, '\n');
        what = find_in_line(scan, line, line_end);
        listed |= what == LINE_LISTED;
        if (what == LINE_OTHER && (listed || ++others > OTHERS_MAX)) {
            break;
        }
    }
    scan->hex_list_end = line > scan->hex_list_end ? line : scan->hex_list_end;
}

/* The hashes around a cracker's name. */
static void find_hashes(struct scan *scan, size_t at, size_t limit)
{
    size_t line = at > BEFORE_MAX ? at - BEFORE_MAX : 0, line_end;

    line = line < scan->hex_list_end ? scan->hex_list_end : line;
    for (line = scan_whole_line(scan, line, limit); line < limit; line = line_end + 1) {
        line_end = scan_next(scan, line, limit, '\n');
        find_hash(scan, line, line_end);
        effort_spend(scan->effort, 4);
    }
    scan->hex_list_end = line > scan->hex_list_end ? line : scan->hex_list_end;
}

void match_hex_list(struct scan *scan, size_t at, size_t end)
{
    const size_t limit = end + LIST_MAX < scan->length ? end + LIST_MAX : scan->length;
    const int is_crackers = scan_is_at(scan, at, "hash") || scan_is_at(scan, at, "john");

    if (is_crackers) {
        find_arguments(scan, end, scan_next(scan, end, limit, '\n'));
    }
    if (at < scan->hex_list_end) {
        return;
    }
    if (is_crackers) {
        find_hashes(scan, at, limit);
    } else {
        find_keys(scan, end, limit);
    }
}
