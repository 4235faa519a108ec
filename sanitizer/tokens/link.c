/*
 * Keys in the path of a web address: what follows a word such as "webhook" or "reset", or an
 * API's version. Commits, digests and builds stand in paths, too: a word says so.
 */
#include "tokens.h"

#include "scan/looks.h"

#define LINK_MAX 512

/* As long as what is drawn for an address must be where no word but "api" stands before it. */
#define ALONE_MIN 20

/* A key where one is expected; and a shorter one that was drawn by lot without a doubt. */
#define KEY_MIN 16
#define DRAWN_MIN 10

/* The hexadecimal digits of a key for an interface, which ends its address. */
#define HEX_MIN 32
#define OPENED_PARTS 2

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

/* https://rpc.host.invalid/eth/9d60238a...: nothing but a host, maybe one word, and a key, as
 * interfaces of chains of blocks are opened. What a service for texts shows is called so, too.
 */
static int is_opened_by(const struct scan *scan, size_t start, size_t end)
{
    unsigned char after = scan_byte(scan, end);

    return end - start >= HEX_MIN && looks_hex(scan->bytes + start, end - start) &&
           (after != '/' || ends_link(scan, end + 1)) && after != '.';
}

static int is_key(const struct scan *scan, size_t start, size_t end, enum expectation expected)
{
    const unsigned char *text = scan->bytes + start;
    size_t length = end - start;

    effort_spend(scan->effort, expected != EXPECT_NOTHING ? length / 2 : 0);
    switch (expected) {
    case EXPECT_KEY:
        return length >= KEY_MIN ? looks_random(text, length)
                                 : length >= DRAWN_MIN && looks_drawn(text, length);
    case EXPECT_LONG:
        return length >= ALONE_MIN && looks_random(text, length) && !looks_uuid(text, length) &&
               !looks_like_name(text, length);
    default:
        return 0;
    }
}

/* private-7945a46d...: behind a word of a part is the key that it says. */
static size_t behind_word(const struct scan *scan, size_t start, size_t end)
{
    size_t word = start;

    while (word < end && in_set(scan_byte(scan, word), SET_LOWER)) {
        word++;
    }
    return word < end && scan_byte(scan, word) == '-' &&
                   scan_holds_word(scan, &table_words_link_secrets, start, word)
               ? word + 1
               : start;
}

static void judge(struct scan *scan, size_t start, size_t end, enum expectation expected)
{
    size_t key = behind_word(scan, start, end);

    if (is_key(scan, key, end, key > start ? EXPECT_KEY : expected)) {
        scan_found(scan, key, end, scan_matcher_name(MATCHER_LINK));
    }
}

void match_link(struct scan *scan, size_t at, size_t end)
{
    size_t last = end, part = end;
    enum expectation expected = EXPECT_NOTHING;
    int is_whole = scan_byte(scan, at) == ':'; /* and not the path alone, of a request */
    int parts = 0, is_shown;

    if (at < scan->link_end) {
        return;
    }
    while (last - end < LINK_MAX && !ends_link(scan, last)) {
        last++;
    }
    effort_spend(scan->effort, last - end);
    scan->link_end = last;
    if (scan_holds_word(scan, &table_words_link_objects, end, last)) {
        return;
    }
    while (is_whole && part < last && scan_byte(scan, part) != '/') {
        part++;
    }
    is_shown = scan_holds_word(scan, &table_words_link_texts, end, part);
    if (scan_byte(scan, at) == '/') {
        expected = EXPECT_KEY; /* "/reset/", without a host */
    }
    if (is_whole) {
        expected = scan_holds_word(scan, &table_words_link_hosts, end, part) ? EXPECT_KEY
                                                                             : EXPECT_NOTHING;
        part++;
    }
    effort_spend(scan->effort, (last - end) * 3 / 2);
    for (size_t i = part; i <= last; i++) {
        if (i < last && in_set(scan_byte(scan, i), SET_BASE64URL)) {
            continue;
        }
        if (is_whole && !is_shown && ++parts <= OPENED_PARTS && is_opened_by(scan, part, i)) {
            expected = EXPECT_KEY;
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
