/*
 * Keys in the path of a web address: what follows a word such as "webhook" or "reset", or an
 * API's version. Commits, digests and builds stand in paths, too: a word says so.
 */
#include "tokens.h"

#include "scan/looks.h"

#define LINK_MAX 512

/* As long as what is drawn for an address must be where no word but "api" stands before it. */
#define ALONE_MIN 20

static int ends_link(const struct scan *scan, size_t at)
{
    unsigned char byte = scan_byte(scan, at);

    return (byte <= ' ' && byte != VIEW_REDACTED) || byte == '"' || byte == '\'' ||
           byte == '<' || byte == '>' || byte == '`' || byte == '?' || byte == '#' ||
           byte == ')' || byte == ',' || byte == ';' || scan_is_at(scan, at, "://");
}

/* api, v1, v2.5: what follows belongs to an interface. */
static int is_version(const struct scan *scan, size_t start, size_t end)
{
    return (end - start == 3 && scan_is_at(scan, start, "api")) ||
           (end - start <= 4 && end - start >= 2 && table_lower[scan->bytes[start]] == 'v' &&
            in_set(scan->bytes[start + 1], SET_DIGIT));
}

/* How much the part before says that a key follows. */
enum expectation { EXPECT_NOTHING, EXPECT_LONG, EXPECT_KEY };

static void judge(struct scan *scan, size_t start, size_t end, enum expectation expected)
{
    const unsigned char *text = scan->bytes + start;
    size_t length = end - start;

    if (expected == EXPECT_NOTHING || length < 16 || !looks_random(text, length) ||
        (expected == EXPECT_LONG &&
         (length < ALONE_MIN || looks_uuid(text, length) || looks_like_name(text, length)))) {
        return;
    }
    scan_found(scan, start, end, scan_matcher_name(MATCHER_LINK));
}

void match_link(struct scan *scan, size_t at, size_t end)
{
    size_t last = end, part = end;
    enum expectation expected = EXPECT_NOTHING;
    int is_whole = scan->bytes[at] == ':'; /* and not the path alone, of a request */

    if (at < scan->link_end) {
        return;
    }
    while (last - end < LINK_MAX && !ends_link(scan, last)) {
        last++;
    }
    scan->link_end = last;
    if (scan_holds_word(scan, &table_words_link_objects, end, last)) {
        return;
    }
    while (is_whole && part < last && scan->bytes[part] != '/') {
        part++;
    }
    if (is_whole) {
        expected = scan_holds_word(scan, &table_words_link_hosts, end, part) ? EXPECT_KEY
                                                                             : EXPECT_NOTHING;
        part++;
    }
    for (size_t i = part; i <= last; i++) {
        if (i < last && in_set(scan->bytes[i], SET_BASE64URL)) {
            continue;
        }
        judge(scan, part, i, expected);
        if (expected != EXPECT_KEY && i > part) {
            expected = scan_holds_word(scan, &table_words_link_secrets, part, i) ? EXPECT_KEY
                       : is_whole && is_version(scan, part, i)                   ? EXPECT_LONG
                                                               : EXPECT_NOTHING;
        }
        part = i + 1;
    }
}
