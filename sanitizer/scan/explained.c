#include "explained.h"

#include <string.h>

#include "looks.h"
#include "tables/words.h"

/* What explains a word stands this close before it. */
#define EXPLAINED_REACH 32

/* How much of a function's name, or of an address, may stand before it. */
#define FUNCTION_MAX 256
#define ADDRESS_MAX 512

/* Between a name and a value; and as long as identifiers that begin with their time. */
#define SIGN_MAX 5
#define ULID_LENGTH 26

#define SHA1_DIGITS 40
#define SPACK_HASH 32

/* Sixteen bytes in base64, without padding; and in base62, or one or two less. */
#define UUID_BASE64 22
#define UNIT_HASH 22

/* The longest of the words that end what GHC makes. */
#define ENDING_MAX 8

/* {zfpJzG6RR8qXjZcpCk_m-g}, [logs/2hK9...]: a UUID in base64, as search engines name nodes. */
static int is_bracketed_uuid(const struct scan *scan, size_t start, size_t end)
{
    unsigned char before, after = scan_byte(scan, end);

    if (after != ']' && after != '}') {
        return 0;
    }
    effort_walk(scan->effort, end - start);
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

/* propellor-5.6.0-GGUJL7KihFnDmzjFSP3dov:Propellor.Message, stack_72HBrR2DYgnIr2orug5zeJ:Stack:
 * a package as GHC names it, by the hash of what it was built of, and its module. */
static int is_haskell_unit(const struct scan *scan, size_t start, size_t end)
{
    if (scan_byte(scan, end) != ':' || !in_set(scan_byte(scan, end + 1), SET_UPPER)) {
        return 0;
    }
    effort_walk(scan->effort, end - start);
    for (size_t at = start; at < end; at++) {
        if (((scan->bytes[at] == '-' && in_set(scan_before(scan, at), SET_DIGIT)) ||
             (scan->bytes[at] == '_' && in_set(scan_before(scan, at), SET_ALNUM))) &&
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
    effort_walk(scan->effort, hash - start);
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

/* hivezu7cHxUwIREYgGTDLZZjlsqlm_HiveziTypes_zdfRead_closure: what GHC calls a closure. */
static int is_haskell_closure(const unsigned char *text, size_t length)
{
    static const char *const endings[] = {"_closure", "_info", "_srt", "_entry"};
    size_t last = length;

    while (last > 1 && length - last < ENDING_MAX && text[last - 1] != '_') {
        last--;
    }
    for (size_t i = 0; last > 1 && last < length && i < sizeof endings / sizeof *endings; i++) {
        const size_t tag = strlen(endings[i]);

        if (text[last] == (unsigned char)endings[i][1] && length - last + 1 == tag &&
            memcmp(text + last - 1, endings[i], tag) == 0) {
            return 1;
        }
    }
    return 0;
}

/* crash-1b79b594bc...: a fuzzer's name for an input, by the input's digest. */
static int is_artifact(const unsigned char *text, size_t length)
{
    static const char *const kinds[] = {"crash-", "leak-",      "timeout-",
                                        "oom-",   "slow-unit-", "minimized-from-"};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t tag = strlen(kinds[i]);

        if (looks_begin_with(text, length, kinds[i])) {
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
    effort_walk(scan->effort, rest - end);
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

/* 0x1a000 - 0x1b000 CoreAuth arm64 <4142...> /x: a module of Apple's reports, by its UUID. */
static int is_image(const struct scan *scan, size_t start, size_t end)
{
    return scan_before(scan, start) == '<' && scan_is_at(scan, end, "> /");
}

int explained_is_said(struct scan *scan, size_t start, size_t length)
{
    static const char *const prefixes[] = {"sha256-", "sha384-", "sha512-", "sha1-", "md5-",
                                           "lambda_", "12D3Koo", "bafy",    "bafk"};
    size_t from = start > EXPLAINED_REACH ? start - EXPLAINED_REACH : 0;

    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (looks_begin_with(scan->bytes + start, length, prefixes[i])) {
            return 1;
        }
    }
    return is_image(scan, start, start + length) || is_function(scan, start, start + length) ||
           is_crash_report(scan, start) || is_bracketed_uuid(scan, start, start + length) ||
           is_subject(scan, start, start + length) || is_id(scan, start) ||
           is_ulid(scan->bytes + start, length) || is_artifact(scan->bytes + start, length) ||
           is_haskell_unit(scan, start, start + length) ||
           is_haskell_closure(scan->bytes + start, length) ||
           is_spack_hash(scan, start, start + length) ||
           words_begin_between(&table_openings_explained, scan->bytes, scan->length, from,
                               start);
}

int explained_is_file_name(const struct scan *scan, size_t end)
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
