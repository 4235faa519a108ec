/* Names of objects where a key is expected: commits, containers, images, whoever signed. */
#include "object.h"

#include <string.h>

#include "scan/looks.h"
#include "values/extent.h"

/* As much of a path is followed back. */
#define PATH_MAX 64

/* The last part of a path that is what something is called. */
#define DIGEST_MIN 16

/* host.invalid/project/go-http-auth 65b0...: the commit that a module was taken from. */
static int is_module(const struct scan *scan, size_t start, size_t end)
{
    size_t at = start > 0 ? start - 1 : 0;

    if (end - start != 40 || scan_byte(scan, at) != ' ' ||
        !looks_hex(scan->bytes + start, end - start)) {
        return 0;
    }
    while (at > 0 && start - at < PATH_MAX && scan->bytes[at - 1] > ' ') {
        at--;
        if (scan_byte(scan, at) == '/') {
            return 1;
        }
    }
    return 0;
}

/* Forty hexadecimal digits in capitals, as OpenPGP names a key: using RSA key 4ED7... */
static int is_fingerprint(const struct scan *scan, size_t start, size_t end)
{
    start += scan_is_at(scan, start, "0x") ? 2 : 0;
    for (size_t i = start; i < end; i++) {
        if (in_set(scan_byte(scan, i), SET_LOWER)) {
            return 0;
        }
    }
    return end - start == 40;
}

/* container=3f2a...: the word before the sign says what. */
static int is_called(const struct scan *scan, size_t start)
{
    static const char *const words[] = {"container", "image", "digest", "commit", "revision",
                                        "layer",     "blob",  "tree",   "parent", "object"};

    if (scan_before(scan, start) != '=' && scan_before(scan, start) != ':') {
        return 0;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]) + 1;

        if (start > length && scan_is_at(scan, start - length, words[i])) {
            return 1;
        }
    }
    return 0;
}

/* A commit or a digest behind the name of a project: so long, and neither a sign nor "key" or
 * "api" between them. */
static int is_object(const struct scan *scan, size_t at, size_t start, size_t end)
{
    if ((end - start != 40 && end - start != 64) ||
        !looks_hex(scan->bytes + start, end - start)) {
        return 0;
    }
    if (scan_is_at(scan, at, "://") && start == at + 3) {
        return 1; /* docker://3f2a... is a container */
    }
    if (is_called(scan, start)) {
        return 1;
    }
    for (size_t i = at; i < start; i++) {
        if (scan_is_at(scan, i, "key") || scan_is_at(scan, i, "api") ||
            (scan_byte(scan, i) != '\0' && strchr("=:\"'`([{", scan->bytes[i]) != NULL)) {
            return 0;
        }
    }
    return 1;
}

/* <3F2A...>, Task x.refresh_token[3f2a...], pod_auth(3f2a...): what something is called by. */
static int is_enclosed(const struct scan *scan, size_t start, size_t end)
{
    unsigned char open = scan_before(scan, start), close = scan_byte(scan, end);

    return (open == '<' && close == '>') || (open == '(' && close == ')') ||
           (open == '[' && close == ']') || (open == '{' && close == '}');
}

/* Whether nothing but a sign, blanks and quotes stand between a key and a word, and a sign
 * does.
 */
static int is_signed(const struct scan *scan, size_t at, size_t start)
{
    int signs = 0;

    for (size_t i = at; i < start; i++) {
        unsigned char byte = scan->bytes[i];

        if (byte == '=' || byte == ':' || byte == '>' || byte == '\t') {
            signs++;
        } else if (byte == '-' && in_set(scan_byte(scan, i + 1), SET_ALPHA) &&
                   scan_byte(scan, i + 2) == ' ') {
            signs++; /* an option: -t x */
            i++;
        } else if (byte != ' ' && !is_quote(byte) && byte != ']') {
            return 0;
        }
    }
    return signs > 0;
}

/* signing/a3a4711d...: a path, and a digest at its end. */
static int ends_in_digest(const unsigned char *text, size_t length)
{
    const unsigned char *slash = memrchr(text, '/', length);
    size_t tail = slash != NULL ? (size_t)(text + length - slash - 1) : 0;

    return tail >= DIGEST_MIN && looks_hex(slash + 1, tail);
}

/* 1.103.1 (360a4e4f..., 2025-08-12): the commit that a version was built of. */
static int is_build(const struct scan *scan, size_t start, size_t end)
{
    size_t at = start;

    if (start < 4 || scan->bytes[start - 1] != '(' || scan->bytes[start - 2] != ' ' ||
        !in_set(scan->bytes[start - 3], SET_DIGIT) ||
        !looks_hex(scan->bytes + start, end - start)) {
        return 0;
    }
    at = scan_run_start(scan, SET_DOMAIN, start - 2, PATH_MAX);
    return memchr(scan->bytes + at, '.', start - 2 - at) != NULL;
}

int object_is_named(const struct scan *scan, size_t at, size_t start, size_t end,
                    const char *name)
{
    const unsigned char *text = scan->bytes + start;
    int is_keyed = strcmp(name, "keyed") == 0, is_service = strcmp(name, "service-key") == 0;

    effort_walk(scan->effort, end - start);
    if (looks_uuid(text, end - start) &&
        (is_enclosed(scan, start, end) ||
         ((is_keyed || is_service) && !is_signed(scan, at, start)))) {
        return 1;
    }
    if (scan_before(scan, start) == '!' && scan_byte(scan, end) == ':') {
        return 1; /* !VrEOtN8w5sDtCEOMls:host, a room */
    }
    return ends_in_digest(text, end - start) || is_module(scan, start, end) ||
           (is_service && is_object(scan, at, start, end)) ||
           (is_keyed && (is_fingerprint(scan, start, end) || is_build(scan, start, end)));
}
