/*
 * Keys known by nothing but their randomness: words of 20 characters and more that no name
 * and no harmless shape explains; shorter ones if they have capitals, small letters and digits.
 */
#include "random.h"

#include <string.h>

#include "base64.h"
#include "reading/base64_text.h"
#include "scan/chance.h"
#include "scan/explained.h"
#include "scan/looks.h"
#include "reading/marks.h"

#define WORD_MIN 20

/* What says whose key follows is no longer. */
#define TAG_MAX 12
#define NUMBER_MIN 6

/* A password that was drawn; and how much is enough where the line speaks of logging in. */
#define DRAWN_MIN 10
#define DRAWN_NEAR_LOGIN (12 * 8)
#define LOGIN_BEFORE 120
#define LOGIN_BEHIND 60

/* 0x, a version of two bytes, a salt of four and a SHA-1. */
#define SERVER_HASH_MIN 54

/* A hexadecimal part of a path this long is what something is called. */
#define DIGEST_MIN 16

/* So far behind a digest stands the one that it is compared to. */
#define COMPARED_REACH 32

/* No more of a word is looked at for how it was made up. */
#define LOOKED_MAX 128

/* A path is followed back this far. */
#define PATH_MAX_BEFORE 200

/* *94BD..., S:8E0F...: a password's hash, as MySQL and Oracle write it in capitals. */
static int is_hash(const struct scan *scan, size_t start, size_t end)
{
    static const struct {
        const char *mark;
        size_t length;
    } hashes[] = {{"*", 40}, {"S:", 60}, {"T:", 160}};
    const unsigned char *text = scan->bytes + start;

    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
        const size_t mark = strlen(hashes[i].mark);

        if (end - start == hashes[i].length && start >= mark &&
            memcmp(text - mark, hashes[i].mark, mark) == 0) {
            while (start < end && in_set(scan->bytes[start], SET_UHEX)) {
                start++;
            }
            effort_walk(scan->effort, hashes[i].length - (end - start));
            return start == end;
        }
    }
    return 0;
}

/* SK and 32 hexadecimal digits: a tag says that they are no digest; nor is 0x0100 and 48, the
 * hash of a password as SQL Server keeps it. */
static int is_tagged(const struct scan *scan, size_t start, size_t end)
{
    const unsigned char *text = scan->bytes + start;

    if (end - start >= SERVER_HASH_MIN && (looks_begin_with(text, end - start, "0x0100") ||
                                           looks_begin_with(text, end - start, "0x0200"))) {
        effort_walk(scan->effort, end - start);
        return looks_hex(text + 2, end - start - 2) && !looks_typed(text + 6, end - start - 6);
    }
    return end - start == 34 && (memcmp(text, "SK", 2) == 0 || memcmp(text, "AC", 2) == 0) &&
           looks_hex(text + 2, 32) && !looks_like_name(text + 2, 32);
}

/* expected X, got Y; should have X, instead has Y: as long as the digest that it is compared
 * to, and shortly behind it. */
static int is_compared(const struct scan *scan, size_t start, size_t end)
{
    static const char *const joints[] = {"got ",   "has ",   "was ",  "is ",
                                         "actual", "found ", "file: "};
    const struct scan_run *other = &scan->explained;

    if (start <= other->end || start - other->end > COMPARED_REACH ||
        end - start != other->end - other->start) {
        return 0;
    }
    effort_spend(scan->effort, start - other->end);
    for (size_t at = other->end; at < start; at++) {
        for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
            if (scan_is_at(scan, at, joints[i])) {
                return 1;
            }
        }
    }
    return 0;
}

static int is_explained(struct scan *scan, size_t start, size_t end)
{
    effort_spend(scan->effort, EFFORT_VALUE);
    if (explained_is_said(scan, start, end - start)) {
        scan->explained = (struct scan_run){start, end};
        return 1;
    }
    return is_compared(scan, start, end);
}

static int is_near_login(struct scan *scan, size_t start, size_t end)
{
    static const char *const words[] = {"login", "logon", "auth", "sign in", "signin", "user",
                                        "passw", "pwd",   "cred", "bind",    "secret", "token"};
    struct scan_run line = scan_line(scan, start);
    size_t from = start - line.start > LOGIN_BEFORE ? start - LOGIN_BEFORE : line.start;
    size_t to = line.end > end + LOGIN_BEHIND ? end + LOGIN_BEHIND : line.end;

    return scan_one_stands_between(scan, &scan->no_login, from, to, words,
                                   sizeof words / sizeof *words);
}

/* Whether a short word stands as words of a text do: in bytes of no order all sorts of marks
 * are around it, and alone in its line it is the end of something longer. */
static int stands_in_text(const struct scan *scan, size_t start, size_t end)
{
    unsigned char before = scan_before(scan, start), after = scan_byte(scan, end);

    return before != '\0' && after != '\0' && strchr(" \t\n\"'=:([,@", before) != NULL &&
           strchr(" \t\n\"',;)]@&", after) != NULL && (before != '\n' || after != '\n');
}

/* vercel_abcdefgh12345678, 123456789:ABCdefGHIjkl...: a key made up for a test, behind a tag or
 * the number of who has it. */
static int is_made_up(struct scan *scan, size_t start, size_t end)
{
    size_t key = start;

    if (scan_before(scan, start) != ':' ||
        start - 1 - scan_run_start(scan, SET_DIGIT, start - 1, TAG_MAX) < NUMBER_MIN) {
        for (size_t at = start; at < end && at - start < TAG_MAX; at++) {
            key = scan->bytes[at] == '_' || scan->bytes[at] == '-' ? at + 1 : key;
            if (in_set(scan->bytes[at], SET_UPPER)) {
                break;
            }
        }
        if (key - start <= 2 || !in_set(scan->bytes[start], SET_LOWER) ||
            scan_run_end(scan, SET_ALNUM, key) != end) {
            return 0;
        }
    }
    effort_walk(scan->effort, end - key < LOOKED_MAX ? end - key : LOOKED_MAX);
    return looks_made_up(scan->bytes + key, end - key) &&
           !looks_hex(scan->bytes + key, end - key);
}

/* Whether only chance explains the word; of a short one, which is no text in base64, more is
 * asked where nobody logs in. */
static int is_made(struct scan *scan, size_t start, size_t end)
{
    const unsigned char *text = scan->bytes + start;
    unsigned char wrapped[WORD_MIN];
    int evidence;

    if (end - start >= WORD_MIN) {
        effort_spend(scan->effort, EFFORT_CHANCE);
        return chance_made(scan, start, end, LOOKS_RANDOM_ALONE) > 0 ||
               is_made_up(scan, start, end);
    }
    if (end - start < DRAWN_MIN || !looks_of_three_kinds(text, end - start) ||
        !stands_in_text(scan, start, end)) {
        return 0;
    }
    effort_spend(scan->effort, (end - start) / 2);
    if (base64_text(text, end - start, wrapped, sizeof wrapped) > 0) {
        return 0;
    }
    effort_spend(scan->effort, EFFORT_CHANCE);
    evidence = chance_made(scan, start, end, DRAWN_NEAR_LOGIN);
    return evidence > LOOKS_RANDOM_ALONE || (evidence > 0 && is_near_login(scan, start, end));
}

/* Hide the word with its line, if that is not hidden already. */
static void leave_unjudged(struct scan *scan, size_t start, size_t end)
{
    if (start >= scan->unjudged_end) {
        scan_leave_unjudged(scan, start, end);
    }
}

static void judge_part(struct scan *scan, size_t start, size_t end)
{
    size_t whole = start;

    if (effort_is_spent(scan->effort)) {
        leave_unjudged(scan, start, end);
        return;
    }
    effort_spend(scan->effort, EFFORT_WORD);
    while (start < end && !in_set(scan->bytes[start], SET_ALNUM)) {
        start++;
    }
    effort_walk(scan->effort, start - whole);
    if (chance_was_found(scan, start, end)) {
        return;
    }
    if (is_tagged(scan, start, end) || is_hash(scan, start, end)) {
        scan_found(scan, start, end, "random");
        return;
    }
    if (chance_is_mangled(scan, whole, end - whole) ||
        (whole > 1 && scan->bytes[whole - 1] == ':' && scan->bytes[whole - 2] == ':') ||
        !is_made(scan, start, end) || is_explained(scan, start, end) ||
        explained_is_file_name(scan, end) || scan_byte(scan, end) == '(') {
        return;
    }
    chance_found(scan, scan_before(scan, whole) == '.' ? whole : start, end, "random");
}

static int is_web_scheme(const struct scan *scan, size_t colon)
{
    static const char *const schemes[] = {"http", "https", "ws",   "wss",
                                          "coap", "coaps", "mqtt", "mqtts"};

    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t length = strlen(schemes[i]);

        if (colon >= length && scan_is_at(scan, colon - length, schemes[i])) {
            return 1;
        }
    }
    return 0;
}

/* Where what could be a path begins that reaches to `at`: what was followed back for the word
 * before is not followed again. */
static size_t path_start(struct scan *scan, size_t at)
{
    size_t limit = at > PATH_MAX_BEFORE ? at - PATH_MAX_BEFORE : 0, first = at;

    while (first > limit && in_set(scan->bytes[first - 1], SET_ROUTE)) {
        if (first == scan->path.end) {
            effort_walk(scan->effort, at - first);
            scan->path.end = at;
            scan->path.start = scan->path.start > limit ? scan->path.start : limit;
            return scan->path.start;
        }
        first--;
    }
    effort_walk(scan->effort, at - first);
    scan->path = (struct scan_run){first, at};
    return first;
}

/* Where something like a path begins in [first, at), or `at`: where nothing does is remembered
 * for the words behind. */
static size_t path_sign(struct scan *scan, size_t first, size_t at)
{
    struct scan_run *none = &scan->no_path;
    size_t seen;

    if (first < none->start || first > none->end) {
        *none = (struct scan_run){first, first};
    }
    seen = none->end;
    while (none->end < at && scan->bytes[none->end] != '/' && scan->bytes[none->end] != '~' &&
           scan->bytes[none->end] != '=') {
        none->end++;
    }
    effort_spend(scan->effort, none->end - seen);
    return none->end < at ? none->end : at;
}

/*
 * A path's directories may be digests or packages; in a web address a part may be a key.
 * Whether the word at `start` stands in something that begins like a path.
 */
static int is_in_path(struct scan *scan, size_t start)
{
    size_t first = path_sign(scan, path_start(scan, start), start);

    first += scan->bytes[first] == '='; /* name=/path */
    return (scan->bytes[first] == '/' || scan->bytes[first] == '~' ||
            scan->bytes[first] == '.') &&
           memchr(scan->bytes + first, '/', start - first + 1) != NULL &&
           !(scan_before(scan, first) == ':' && is_web_scheme(scan, first - 1));
}

/* Whether a part between slashes is a commit or a digest: then they are a path's. */
static int holds_digest(const struct scan *scan, size_t start, size_t end)
{
    size_t part = start;

    effort_walk(scan->effort, end - start);
    for (size_t at = start; at <= end; at++) {
        if (at == end || scan->bytes[at] == '/') {
            if (at - part >= DIGEST_MIN && looks_hex(scan->bytes + part, at - part)) {
                return 1;
            }
            part = at + 1;
        }
    }
    return 0;
}

static void judge_word(struct scan *scan, size_t start, size_t end)
{
    const unsigned char *equals;
    size_t part = start;

    if (is_in_path(scan, start) || base64_judge(scan, start, end) != BASE64_NONE) {
        return;
    }
    /* name=value: only at its end is "=" padding */
    while ((equals = memchr(scan->bytes + part, '=', end - part)) != NULL) {
        size_t at = (size_t)(equals - scan->bytes);

        if (at + 3 > end || scan->bytes[end - 1] == '=') {
            if (end - at <= 3) {
                break;
            }
        }
        judge_part(scan, part, at);
        part = at + 1;
    }
    if (part >= end) {
        return;
    }
    if (memchr(scan->bytes + part, '/', end - part) == NULL) {
        judge_part(scan, part, end);
        return;
    }
    if (is_in_path(scan, part) || explained_is_file_name(scan, end)) {
        return;
    }
    if (!holds_digest(scan, part, end) &&
        chance_made(scan, part, end, LOOKS_RANDOM_ALONE + (int)(end - part))) {
        judge_part(scan, part, end);
        return;
    }
    effort_spend(scan->effort, end - part);
    for (size_t at = part; at <= end; at++) {
        if (at == end || scan->bytes[at] == '/') {
            judge_part(scan, part, at);
            part = at + 1;
        }
    }
}

/* Whether another reading found the word, or what holds it; *at: the find that may be next. */
static int was_found(const struct scan *scan, size_t start, size_t end, size_t *at)
{
    const struct span *spans = scan->spans->spans;
    size_t first, last;

    if (*at == scan->settled) {
        return 0;
    }
    first = view_origin(scan->view, start);
    last = view_origin(scan->view, end);
    while (*at < scan->settled && spans[*at].end < last) {
        ++*at;
    }
    return *at < scan->settled && spans[*at].start <= first;
}

/* The words of a text, as many as begin in one block of it. */
struct words {
    size_t base, next; /* of the block, and of the one behind it: */
    uint64_t starts;   /* where rows of DRAWN_MIN and more begin, as yet unread */
    struct marks_kinds kinds;
};

/* Where the word ends that starts at `start`, within the block. */
static size_t word_end(const struct scan *scan, const struct words *words, size_t start)
{
    uint64_t behind = ~words->kinds.keyish >> (start - words->base);
    size_t end = start + (size_t)(behind != 0 ? __builtin_ctzll(behind) : (int)MARKS_BYTES);

    if (end >= words->base + MARKS_BYTES) {
        end = words->base + MARKS_BYTES;
        while (end < scan->length && in_set(scan->bytes[end], SET_KEYISH)) {
            end++;
        }
        effort_walk(scan->effort, end - (words->base + MARKS_BYTES));
    }
    return end;
}

/* Whether capitals, small letters and digits are in a short word, which the block has whole. */
static int is_of_three_kinds(const struct words *words, size_t start, size_t end)
{
    size_t length = end - start;
    uint64_t word = ((UINT64_C(1) << length) - 1) << (start - words->base);

    return (words->kinds.upper & word) != 0 && (words->kinds.lower & word) != 0 &&
           (words->kinds.digit & word) != 0;
}

/*
 * The next word that may be a key, with *ret_end; scan->length if there is none. Most words of
 * ten characters are of one kind or two, and are known by what was seen of them when they end.
 */
static size_t next_word(const struct scan *scan, struct words *words, size_t *ret_end)
{
    for (;;) {
        while (words->starts != 0) {
            size_t start = words->base + (size_t)__builtin_ctzll(words->starts);
            size_t end = word_end(scan, words, start), read = end - words->base;

            if (read > MARKS_BYTES && end - start < WORD_MIN) {
                words->next = start; /* so that all of it is in one block */
                break;
            }
            words->starts = read < MARKS_BYTES ? words->starts >> read << read : 0;
            words->next = end > words->next ? end : words->next;
            if (end - start >= WORD_MIN || is_of_three_kinds(words, start, end)) {
                *ret_end = end;
                return start;
            }
        }
        words->base = words->next;
        if (scan->length - words->base < DRAWN_MIN) {
            return scan->length;
        }
        struct marks_block block =
            marks_load(scan->bytes + words->base, scan->length - words->base);

        words->kinds = marks_kinds(&block);
        words->starts = marks_rows(words->kinds.keyish, DRAWN_MIN);
        words->next = words->base + MARKS_BYTES - DRAWN_MIN + 1;
        words->next = words->next < scan->length ? words->next : scan->length;
    }
}

void random_scan(struct scan *scan)
{
    struct words words = {0};
    size_t start, end = 0, found = 0;

    while ((start = next_word(scan, &words, &end)) < scan->length) {
        if (effort_is_spent(scan->effort)) {
            leave_unjudged(scan, start, end);
        } else if (!was_found(scan, start, end, &found)) {
            judge_word(scan, start, end);
        }
    }
}
