#include "chance.h"

#include <string.h>

#include "looks.h"

/* The parts of a word that stand further from its start than this are far. */
#define PARTS_NEAR 256

/* So far to either side parts are joined to a find; what is further is a find of its own. */
#define EXTENSION_MAX 128

/* No more of a word is looked at for its evidence. */
#define EVIDENCE_MAX 128

/* A SHA-256 in base32, as Nix writes it. */
#define NIX_SHA256 52

/* 64 bits behind 0x */
#define OFFSET_MAX 18

/* An organization's number, and with three characters that check it. */
#define OWNER_MIN 15
#define OWNER_MAX 18

/* What stands behind a find and a colon is a key when it is this long, and drawn by lot. */
#define KEY_MIN 16

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
        effort_spend(scan->effort, 2);
        if (looks_begin_with(text, length, "_Z") || looks_begin_with(text, length, "_R") ||
            looks_begin_with(text, length, "_D") || looks_begin_with(text, length, "_T0")) {
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

    effort_spend(scan->effort, end - start);
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
        effort_walk(scan->effort, split - start - PARTS_NEAR);
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
            (parts.count >= 2 || looks_begin_with(scan->bytes + start, end - start, "PFN")));
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

    if (looks_hex(text, length)) {
        effort_walk(scan->effort, length);
        return 0;
    }
    effort_spend(scan->effort, (length < EVIDENCE_MAX ? length : EVIDENCE_MAX) / 2);
    if ((evidence = looks_evidence(text, length)) <= least) {
        return 0;
    }
    effort_spend(scan->effort, length); /* of what explains it, all but its parts */
    return !looks_address(text, length) && !looks_vector(text, length) &&
                   !is_nix_digest(text, length) && !is_escaped_digest(scan, start, length) &&
                   !looks_symbol_hash(text, length) && !looks_uuid(text, length) &&
                   !is_pixel_format(text, length) && !is_offset(text, length) &&
                   !looks_typed(text, length) && !has_ordinary_parts(scan, start, end) &&
                   !chance_is_mangled(scan, start, length)
               ? evidence
               : 0;
}

/* 00D5f000000XyzA!...: whose session it is, as Salesforce writes it before what was drawn. */
static size_t session_start(const struct scan *scan, size_t start)
{
    const size_t owner =
        start > 0 ? scan_run_start(scan, SET_ALNUM, start - 1, OWNER_MAX + 1) : start;
    const size_t length = start > owner ? start - 1 - owner : 0;

    return (length == OWNER_MIN || length == OWNER_MAX) &&
                   looks_begin_with(scan->bytes + owner, length, "00D")
               ? owner
               : start;
}

static size_t extend_back(const struct scan *scan, size_t start)
{
    size_t found = start;

    if (scan_before(scan, start) == '!') {
        return session_start(scan, start);
    }

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
    effort_spend(scan->effort, EFFORT_VALUE);
    scan_found(scan, scan->drawn.start, scan->drawn.end, name);
}
