#include "chance.h"

#include <string.h>

#include "looks.h"
#include "tables/words.h"

/* What explains a word stands this close before it. */
#define EXPLAINED_REACH 32

/* How much of a function's name, or of an address, may stand before it. */
#define FUNCTION_MAX 256
#define ADDRESS_MAX 512

/* The parts of a word that stand further from its start than this are far. */
#define PARTS_NEAR 256

/* So far to either side parts are joined to a find; what is further is a find of its own. */
#define EXTENSION_MAX 128

/* Between a name and a value; and as long as identifiers that begin with their time. */
#define SIGN_MAX 5
#define ULID_LENGTH 26

#define SHA1_DIGITS 40
#define NIX_SHA256 52
#define SPACK_HASH 32

/* 64 bits behind 0x */
#define OFFSET_MAX 18

/* Sixteen bytes in base64, without padding; and in base62, or one or two less. */
#define UUID_BASE64 22
#define UNIT_HASH 22

/* What stands behind a find and a colon is a key when it is this long, and drawn by lot. */
#define KEY_MIN 16

static int starts_with(const unsigned char *text, size_t length, const char *prefix)
{
    size_t wanted = strlen(prefix);

    return length >= wanted && memcmp(text, prefix, wanted) == 0;
}

int chance_is_mangled(const struct scan *scan, size_t start, size_t length)
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

/* Add up the parts between two places that no part reaches across. */
static void add_parts(const struct scan *scan, size_t start, size_t end,
                      struct scan_parts *parts)
{
    const unsigned char *text = scan->bytes;
    size_t part = start;

    for (size_t i = start; i <= end; i++) {
        if (i < end && in_set(text[i], SET_ALNUM)) {
            parts->lower |= in_set(text[i], SET_LOWER);
            parts->upper |= in_set(text[i], SET_UPPER);
            parts->digit |= in_set(text[i], SET_DIGIT);
            continue;
        }
        if (i > part) {
            parts->count++;
            if (i - part > parts->longest && !looks_hex(text + part, i - part) &&
                !looks_address(text + part, i - part)) {
                parts->longest = i - part;
            }
        }
        part = i + 1;
    }
}

/*
 * The parts of the word [start, end). A long word is judged from behind each key in it: what
 * stands far behind the first is added up once.
 */
static struct scan_parts parts_of(struct scan *scan, size_t start, size_t end)
{
    struct scan_parts *far = &scan->far_parts, parts = {.start = start, .end = end};

    if (end - start < PARTS_NEAR) {
        add_parts(scan, start, end, &parts);
        return parts;
    }
    if (far->end != end || far->start < start) {
        size_t split = start + PARTS_NEAR;

        while (split < end && in_set(scan->bytes[split - 1], SET_ALNUM)) {
            split++;
        }
        *far = (struct scan_parts){.start = split, .end = end};
        add_parts(scan, split, end, far);
    }
    parts = *far;
    add_parts(scan, start, far->start, &parts);
    return parts;
}

/* THE_NAMES_OF_CONSTANTS, 20210101000000-3f2a..., 1.2.3-4: short parts, each ordinary; also
 * PFNGLTYPESOFFUNCTIONSPROC. */
static int has_ordinary_parts(struct scan *scan, size_t start, size_t end)
{
    struct scan_parts parts = parts_of(scan, start, end);

    return (parts.count >= 3 && !(parts.lower && parts.upper) && parts.longest <= 14) ||
           parts.longest == 0 ||
           (!parts.lower && !parts.digit &&
            (parts.count >= 2 || starts_with(scan->bytes + start, end - start, "PFN")));
}

/* {zfpJzG6RR8qXjZcpCk_m-g}, [logs/2hK9...]: a UUID in base64, as search engines name nodes. */
static int is_bracketed_uuid(const struct scan *scan, size_t start, size_t end)
{
    unsigned char before, after = scan_byte(scan, end);

    if (after != ']' && after != '}') {
        return 0;
    }
    for (size_t at = start; at < end; at++) {
        start = scan->bytes[at] == '/' ? at + 1 : start;
    }
    before = scan_before(scan, start);
    return end - start == UUID_BASE64 && (before == '[' || before == '{' || before == '/');
}

/* INFO: <script>: [b6aps.CcAJpV6zEGbgAPuyvg6N6irS7l]: what a line of a log is about. */
static int is_subject(struct scan *scan, size_t start, size_t end)
{
    return scan_is_at(scan, end, "]:") &&
           scan_before(scan, scan_run_back(scan, SET_TOKEN, start, FUNCTION_MAX)) == '[';
}

/* "id": "x", upload_id=x, kid: x: what something is called. */
static int is_id(const struct scan *scan, size_t start)
{
    size_t at = start;

    while (at > 0 && start - at < SIGN_MAX && scan->bytes[at - 1] != '\0' &&
           strchr("\"'=: \\", scan->bytes[at - 1]) != NULL) {
        at--;
    }
    return at < start && at > 2 && scan_is_at(scan, at - 2, "id");
}

/* 01H79C6B8CD7864EF14192DFF2: a time and a number, in base32. */
static int is_ulid(const unsigned char *text, size_t length)
{
    for (size_t i = 0; i < length && length == ULID_LENGTH; i++) {
        if (!in_set(text[i], SET_UALNUM)) {
            return 0;
        }
    }
    return length == ULID_LENGTH && text[0] == '0' && text[1] == '1';
}

/* propellor-5.6.0-GGUJL7KihFnDmzjFSP3dov:Propellor.Message: a package as GHC names it, by the
 * hash of what it was built of, and its module. */
static int is_haskell_unit(const struct scan *scan, size_t start, size_t end)
{
    if (scan_byte(scan, end) != ':' || !in_set(scan_byte(scan, end + 1), SET_UPPER)) {
        return 0;
    }
    for (size_t at = start; at < end; at++) {
        if (scan->bytes[at] == '-' && in_set(scan_before(scan, at), SET_DIGIT) &&
            end - at - 1 <= UNIT_HASH && end - at - 1 + 2 >= UNIT_HASH) {
            return 1;
        }
    }
    return 0;
}

/* zlib-1.2.13-kkzqolgrqzrqsm4fmzqvyrxjzqqpq4ox: a version and the hash of what it was built of,
 * as Spack names packages. */
static int is_spack_hash(const struct scan *scan, size_t start, size_t end)
{
    size_t hash = start;

    while (in_set(scan_byte(scan, hash), SET_DIGIT)) {
        hash++;
    }
    if (hash == start || scan_byte(scan, hash++) != '-' || end - hash != SPACK_HASH ||
        (scan_before(scan, start) != '.' && scan_before(scan, start) != '-')) {
        return 0;
    }
    for (size_t at = hash; at < end; at++) {
        if (!in_set(scan->bytes[at], SET_LOWER) &&
            (scan->bytes[at] < '2' || scan->bytes[at] > '7')) {
            return 0;
        }
    }
    return 1;
}

/* crash-1b79b594bc...: a fuzzer's name for an input, by the input's digest. */
static int is_artifact(const unsigned char *text, size_t length)
{
    static const char *const kinds[] = {"crash-", "leak-",      "timeout-",
                                        "oom-",   "slow-unit-", "minimized-from-"};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t tag = strlen(kinds[i]);

        if (starts_with(text, length, kinds[i])) {
            return length - tag == SHA1_DIGITS && looks_hex(text + tag, SHA1_DIGITS);
        }
    }
    return 0;
}

/* "at x.F$$r8$lambda$FWAPLXs0qWMq (Unknown Source)", "#1 0x4 in q7Rk (": the function of a
 * frame, whatever made its name. */
static int is_function(struct scan *scan, size_t start, size_t end)
{
    size_t first = scan_run_back(scan, SET_PRINTABLE, start, FUNCTION_MAX), rest = end;

    if (first < 3 || !is_blank(scan_before(scan, first - 3)) ||
        (!scan_is_at(scan, first - 3, "at ") && !scan_is_at(scan, first - 3, "in "))) {
        return 0;
    }
    while (rest - end < FUNCTION_MAX && scan_byte(scan, rest) > ' ' &&
           scan->bytes[rest] != '(') {
        rest++;
    }
    return scan_byte(scan, rest) == '(' || scan_is_at(scan, rest, " (");
}

/* https://bun.report/1.3.0/e_1b0a6f...: where a runtime's stack is, packed into its address. */
static int is_crash_report(struct scan *scan, size_t start)
{
    static const char *const hosts[] = {"https://bun.report/"};
    size_t first = scan_run_back(scan, SET_PRINTABLE, start, ADDRESS_MAX);

    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        if (scan_is_at(scan, first, hosts[i])) {
            return 1;
        }
    }
    return 0;
}

int chance_is_explained(struct scan *scan, size_t start, size_t length)
{
    static const char *const prefixes[] = {"sha256-", "sha384-", "sha512-", "sha1-", "md5-",
                                           "lambda_", "12D3Koo", "bafy",    "bafk"};
    size_t from = start > EXPLAINED_REACH ? start - EXPLAINED_REACH : 0;

    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (starts_with(scan->bytes + start, length, prefixes[i])) {
            return 1;
        }
    }
    return is_function(scan, start, start + length) || is_crash_report(scan, start) ||
           is_bracketed_uuid(scan, start, start + length) ||
           is_subject(scan, start, start + length) || is_id(scan, start) ||
           is_ulid(scan->bytes + start, length) || is_artifact(scan->bytes + start, length) ||
           is_haskell_unit(scan, start, start + length) ||
           is_spack_hash(scan, start, start + length) ||
           words_begin_between(&table_openings_explained, scan->bytes, scan->length, from,
                               start);
}

int chance_is_file_name(const struct scan *scan, size_t end)
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

/* A digest in a text that was escaped, of which nobody undid the escapes: \n96ee1d73...; bytes
 * as PostgreSQL writes them: \xda39a3ee... */
static int is_escaped_digest(const struct scan *scan, size_t start, size_t length)
{
    unsigned char sign = scan->bytes[start];

    return scan_before(scan, start) == '\\' &&
           (sign == 'n' || sign == 'r' || sign == 't' || sign == 'x') &&
           looks_hex(scan->bytes + start + 1, length - 1);
}

/* WINED3DFMT_A32B32G32R32F, R8G8B8A8_UNORM: a part is of nothing but the channels of a pixel,
 * a letter and how many bits each, and maybe a letter behind them. */
static int is_pixel_format(const unsigned char *text, size_t length)
{
    size_t channels = 0, at = 0;

    while (at < length) {
        size_t digits = at + 1;

        while (digits < length && digits - at < 3 && in_set(text[digits], SET_DIGIT)) {
            digits++;
        }
        if (in_set(text[at], SET_UPPER) && digits > at + 1) {
            channels++;
            at = digits;
            continue;
        }
        at += channels >= 3 && in_set(text[at], SET_UPPER);
        if (channels >= 3 && (at == length || text[at] == '_')) {
            return 1;
        }
        while (at < length && text[at] != '_') {
            at++;
        }
        at++;
        channels = 0;
    }
    return channels >= 3;
}

/* P6Yiba6u7cc+0xC0DEBED4E3F3A8E0: a name, and how far behind it. */
static int is_offset(const unsigned char *text, size_t length)
{
    const unsigned char *plus = memchr(text, '+', length);
    size_t offset = plus != NULL ? (size_t)(plus - text) + 1 : length;

    return length - offset > 2 && length - offset <= OFFSET_MAX && text[offset] == '0' &&
           text[offset + 1] == 'x' && looks_hex(text + offset + 2, length - offset - 2);
}

/* 1b8m03r63zqhnjf7l5wnldhh7c134ap5vpj0850ymkq1iyzicy5s: SHA-256 as Nix writes it, without the
 * letters e, o, t and u. */
static int is_nix_digest(const unsigned char *text, size_t length)
{
    if (length != NIX_SHA256) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        if (!in_set(text[i], SET_LALNUM) || strchr("eotu", text[i]) != NULL) {
            return 0;
        }
    }
    return 1;
}

int chance_made(struct scan *scan, size_t start, size_t end, int least)
{
    const unsigned char *text = scan->bytes + start;
    size_t length = end - start;
    int evidence;

    if (looks_hex(text, length) || (evidence = looks_evidence(text, length)) <= least) {
        return 0;
    }
    return !looks_address(text, length) && !looks_vector(text, length) &&
                   !is_nix_digest(text, length) && !is_escaped_digest(scan, start, length) &&
                   !looks_symbol_hash(text, length) && !looks_uuid(text, length) &&
                   !is_pixel_format(text, length) && !is_offset(text, length) &&
                   !looks_typed(text, length) && !has_ordinary_parts(scan, start, end) &&
                   !chance_is_mangled(scan, start, length)
               ? evidence
               : 0;
}

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
    if (scan_byte(scan, end) == ':') { /* id:key */
        size_t part = scan_run_end(scan, SET_KEYISH, end + 1);

        if (part - end > KEY_MIN &&
            looks_evidence(scan->bytes + end + 1, part - end - 1) > LOOKS_RANDOM_EXPECTED) {
            end = part;
        }
    }
    return end;
}

int chance_was_found(const struct scan *scan, size_t start, size_t end)
{
    return start >= scan->drawn.start && end <= scan->drawn.end;
}

void chance_found(struct scan *scan, size_t start, size_t end, const char *name)
{
    scan->drawn = (struct scan_run){extend_back(scan, start), extend_on(scan, end)};
    scan->effort->spent++;
    scan_found(scan, scan->drawn.start, scan->drawn.end, name);
}
