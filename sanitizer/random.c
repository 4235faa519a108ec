/*
 * Keys known by nothing but their randomness: words of 20 characters and more that no name
 * and no harmless shape explains. Where a word nearby says that a key is to be expected
 * (random_expect), less is enough.
 */
#include "scan.h"

#include <string.h>

#include "looks.h"
#include "words.h"

#define WORD_MIN 20
#define EXPECTED_MIN 16

/* How far after "token" or the like a key may stand, and a purely hexadecimal one. */
#define EXPECTED_REACH 48
#define EXPECTED_HEX_REACH 14

/* How often one word is judged from different beginnings. */
#define EXPECTED_VISITS_MAX 16

/* What explains a word stands this close before it. */
#define EXPLAINED_REACH 24

/* So far to either side parts are joined to a find; what is further is a find of its own. */
#define EXTENSION_MAX 128

/* A path is followed back this far. */
#define PATH_MAX_BEFORE 200

static int starts_with(const unsigned char *text, size_t length, const char *prefix)
{
    size_t wanted = strlen(prefix);

    return length >= wanted && memcmp(text, prefix, wanted) == 0;
}

/* Mangled names: C++, Rust, D, Swift, MSVC. The grammar of each, not its randomness, is odd. */
static int is_mangled(const struct scan *scan, size_t start, size_t length)
{
    size_t end = start + length;
    const unsigned char *text = scan->bytes + start;
    unsigned char before = scan_before(scan, start);

    if (before == '_') {
        text--; /* names begin at their first letter for those who expect a key */
        length++;
    }
    while (length > 0 && text[0] == '_') {
        if (starts_with(text, length, "_Z") || starts_with(text, length, "_R") ||
            starts_with(text, length, "_D") || starts_with(text, length, "_T0")) {
            return 1;
        }
        text++;
        length--;
    }
    if (length > 20 && text[length - 1] == 'E' && memcmp(text + length - 20, "17", 2) == 0 &&
        looks_symbol_hash(text + length - 18, 17)) {
        return 1; /* the last part of one of Rust's older names: $GT$3fmt17h...E */
    }
    return (before == '$' && (text[0] == 's' || text[0] == 'S')) || before == '?' ||
           (before == '@' && scan_byte(scan, end) == '@');
}

/* THE_NAMES_OF_CONSTANTS, 20210101000000-3f2a..., 1.2.3-4: short parts, each ordinary. */
static int has_ordinary_parts(const unsigned char *text, size_t length)
{
    size_t part = 0, longest = 0, parts = 0, digits = 0;
    int lower = 0, upper = 0;

    for (size_t i = 0; i <= length; i++) {
        if (i < length && in_set(text[i], SET_ALNUM)) {
            lower |= in_set(text[i], SET_LOWER);
            upper |= in_set(text[i], SET_UPPER);
            digits += in_set(text[i], SET_DIGIT) != 0;
            continue;
        }
        if (i > part) {
            parts++;
            if (!looks_hex(text + part, i - part) && !looks_address(text + part, i - part) &&
                i - part > longest) {
                longest = i - part;
            }
        }
        part = i + 1;
    }
    return (parts >= 3 && !(lower && upper) && longest <= 14) || longest == 0 ||
           (parts >= 4 && !lower && digits == 0);
}

/* sha256-..., BuildID=..., chrome-extension://...: what it is was said. */
static int is_explained(const struct scan *scan, size_t start, size_t length)
{
    static const char *const prefixes[] = {"sha256-", "sha384-", "sha512-", "sha1-", "md5-"};
    static const char *const words[] = {
        "buildid", "build-id",    "build id", "extension://", "integrity",
        "h1:",     "/nix/store/", "sha256:",  "digest:"};
    size_t from = start > EXPLAINED_REACH ? start - EXPLAINED_REACH : 0;

    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (starts_with(scan->bytes + start, length, prefixes[i])) {
            return 1;
        }
    }
    for (size_t at = from; at < start; at++) {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (table_lower[scan->bytes[at]] == (unsigned char)words[i][0] &&
                scan_is_at(scan, at, words[i])) {
                return 1;
            }
        }
    }
    return 0;
}

/* name.AbC123.js: a file whose content was digested into its name. */
static int is_file_name(const struct scan *scan, size_t end)
{
    size_t last = end + 1;

    if (scan_byte(scan, end) != '.') {
        return 0;
    }
    while (last - end < 8 && in_set(scan_byte(scan, last), SET_LALNUM)) {
        last++;
    }
    return last - end > 1 && last - end < 7 && !in_set(scan_byte(scan, last), SET_TOKEN);
}

/* Whether chance alone explains [start, end). */
static int is_random(const struct scan *scan, size_t start, size_t end, int least)
{
    const unsigned char *text = scan->bytes + start;
    size_t length = end - start;

    return !looks_hex(text, length) && !looks_symbol_hash(text, length) &&
           !looks_uuid(text, length) && looks_evidence(text, length) > least &&
           !looks_typed(text, length) && !has_ordinary_parts(text, length) &&
           !is_mangled(scan, start, length);
}

/* Parts joined by full stops to what was found belong to it, unless they are names. */
static size_t extend_back(const struct scan *scan, size_t start)
{
    size_t found = start;

    while (start > 1 && found - start < EXTENSION_MAX && scan->bytes[start - 1] == '.') {
        size_t part = scan_run_start(scan, SET_BASE64URL, start - 1, 64);

        if (start - 1 - part < 6 || looks_evidence(scan->bytes + part, start - 1 - part) <= 8) {
            break;
        }
        start = part;
    }
    return start;
}

static size_t extend_on(struct scan *scan, size_t end)
{
    size_t found = end;

    while (end - found < EXTENSION_MAX && scan_byte(scan, end) == '.') {
        size_t part = scan_run_end(scan, SET_BASE64URL, end + 1);

        if (part - end < 6 || looks_evidence(scan->bytes + end + 1, part - end - 1) <= 8) {
            break;
        }
        end = part;
    }
    return end;
}

static void judge_part(struct scan *scan, size_t start, size_t end)
{
    size_t whole = start;

    while (start < end && !in_set(scan->bytes[start], SET_ALNUM)) {
        start++;
    }
    if (end - start < WORD_MIN || is_mangled(scan, whole, end - whole) ||
        (whole > 1 && scan->bytes[whole - 1] == ':' && scan->bytes[whole - 2] == ':') ||
        !is_random(scan, start, end, LOOKS_RANDOM_ALONE) ||
        is_explained(scan, start, end - start) || is_file_name(scan, end) ||
        scan_byte(scan, end) == '(') {
        return;
    }
    scan_found(scan, extend_back(scan, scan_before(scan, whole) == '.' ? whole : start),
               extend_on(scan, end), "random");
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

/*
 * A path's directories may be digests or packages; in a web address a part may be a key.
 * Whether the word at `start` stands in something that begins like a path.
 */
static int is_in_path(const struct scan *scan, size_t start)
{
    size_t first = start;

    while (first > 0 && start - first < PATH_MAX_BEFORE &&
           (in_set(scan->bytes[first - 1], SET_DOMAIN) || scan->bytes[first - 1] == '/' ||
            scan->bytes[first - 1] == '_' || scan->bytes[first - 1] == '~' ||
            scan->bytes[first - 1] == '@' || scan->bytes[first - 1] == '+' ||
            scan->bytes[first - 1] == '=')) {
        first--;
    }
    while (first < start && scan->bytes[first] != '/' && scan->bytes[first] != '~') {
        if (scan->bytes[first] == '=') {
            break; /* name=/path */
        }
        first++;
    }
    first += scan->bytes[first] == '=';
    return (scan->bytes[first] == '/' || scan->bytes[first] == '~' ||
            scan->bytes[first] == '.') &&
           memchr(scan->bytes + first, '/', start - first + 1) != NULL &&
           !(scan_before(scan, first) == ':' && is_web_scheme(scan, first - 1));
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
    if (is_in_path(scan, part) || is_file_name(scan, end)) {
        return;
    }
    if (is_random(scan, part, end, LOOKS_RANDOM_ALONE + (int)(end - part))) {
        judge_part(scan, part, end);
        return;
    }
    for (size_t at = part; at <= end; at++) {
        if (at == end || scan->bytes[at] == '/') {
            judge_part(scan, part, at);
            part = at + 1;
        }
    }
}

/*
 * No word of WORD_MIN characters starts at `first` unless the byte WORD_MIN further is one of
 * its own, and those before it: looked at backwards, the first that is not moves `first` past
 * itself, and most bytes are never looked at.
 */
void random_scan(struct scan *scan)
{
    size_t first = 0, known = 0; /* [first, known) belong to a word */

    while (scan->length - first >= WORD_MIN) {
        size_t at = first + WORD_MIN;

        while (at > known && in_set(scan->bytes[at - 1], SET_KEYISH)) {
            at--;
        }
        known = first + WORD_MIN;
        if (at > first && !in_set(scan->bytes[at - 1], SET_KEYISH)) {
            first = at;
            continue;
        }
        while (known < scan->length && in_set(scan->bytes[known], SET_KEYISH)) {
            known++;
        }
        judge_word(scan, first, known);
        first = known;
    }
}

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

static enum likely how_likely(const struct scan *scan, size_t start, size_t end)
{
    if (scan_byte(scan, end) == '(' || scan_before(scan, start) == '/') {
        return LIKELY_NOT;
    }
    if (is_random(scan, start, end, LOOKS_RANDOM_EXPECTED)) {
        return is_random(scan, start, end, LOOKS_RANDOM_EXPECTED + 24) ? LIKELY_FAR
                                                                       : LIKELY_CLOSE;
    }
    return is_hexadecimal_key(scan, start, end) ? LIKELY_HEX : LIKELY_NOT;
}

/* Where "=" stands in the word, unless it is padding at its end; `end` if nowhere. */
static size_t inner_equals(const struct scan *scan, size_t start, size_t end)
{
    const unsigned char *found = memchr(scan->bytes + start, '=', end - start);
    size_t at = found != NULL ? (size_t)(found - scan->bytes) : end;

    for (size_t i = at; i < end; i++) {
        if (scan->bytes[i] != '=') {
            return at;
        }
    }
    return end;
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
        (scan_byte(scan, at) == ':' && scan_byte(scan, at + 1) == ':')) {
        return; /* not the word's end, or a scope's name */
    }
    while (start < scan->length && start < reach) {
        if (scan->bytes[start] == '\n') {
            return; /* the next line of a list is no value of this one */
        }
        if (!in_set(scan->bytes[start], SET_ALNUM)) {
            start++;
            continue;
        }
        end = scan_run_end(scan, SET_KEYISH, start);
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
        likely = end - start >= EXPECTED_MIN ? how_likely(scan, start, end) : LIKELY_NOT;
        if (likely != LIKELY_NOT) {
            if ((likely == LIKELY_FAR || (likely == LIKELY_CLOSE && start - at <= 4) ||
                 (likely == LIKELY_HEX && start - at <= EXPECTED_HEX_REACH)) &&
                !is_explained(scan, start, end - start)) {
                scan_found(scan, extend_back(scan, start), extend_on(scan, end), name);
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
