#include "scan.h"

#include <stdint.h>
#include <string.h>

#include "looks.h"

/* Beyond this many characters the rest does not change the picture. */
#define LOOK_MAX 128

/* Above this a word of three kinds of characters is drawn by lot, however short. */
#define DRAWN_EVIDENCE (12 * 8)

/* The hexadecimal digits of a digest, at least. */
#define DIGEST_HEX_MIN 32

/* A hexadecimal key, its different digits, and how many of it are looked at for them. */
#define HEX_KEY_MIN 24
#define DIFFERENT_MIN 5
#define SEEN_MAX 255

/* As many characters in their order are no part of a word. */
#define MADE_UP_MIN 16

/* Sixteen bytes and what stands between them. */
#define FINGERPRINT_MIN 47

struct counts {
    size_t upper, lower, digit, other, changes, length;
    int spelled; /* what it costs to write it as names are written, in 1/8 bit */
};

static struct counts count(const unsigned char *text, size_t length)
{
    size_t looked = length < LOOK_MAX ? length : LOOK_MAX, changes = 0;
    uint32_t packed = 0, last = looked > 0 ? table_kinds[text[0]] : 0;
    unsigned int from = looked > 0 ? table_spelling[text[0]] : 0, spelled = 0;

    packed = last;
    for (size_t i = 1; i < looked; i++) {
        uint32_t kind = table_kinds[text[i]];
        unsigned int to = table_spelling[text[i]];

        packed += kind;
        changes += kind != last;
        last = kind;
        spelled += table_name_costs[from][to];
        from = to;
    }
    return (struct counts){.upper = packed & 255,
                           .lower = packed >> 8 & 255,
                           .digit = packed >> 16 & 255,
                           .other = packed >> 24,
                           .changes = changes,
                           .length = looked,
                           .spelled = (int)spelled};
}

/* One of ten digits was drawn, one of two other characters. */
#define DRAWN_DIGIT 27
#define DRAWN_OTHER 8

static int evidence_of(const unsigned char *text, const struct counts *counts)
{
    /* log2 of an alphabet's size in 1/8 bit, by what it holds: upper, lower, digits */
    static const int cost[8] = {0, 27, 38, 41, 38, 41, 46, 48};
    int drawn = cost[(counts->upper > 0) * 4 + (counts->lower > 0) * 2 + (counts->digit > 0)];
    int digits = (int)counts->digit, others = (int)counts->other;

    if (counts->length == 0) {
        return 0;
    }
    digits -= table_spelling[text[0]] == SPELLING_DIGIT; /* the first is free */
    others -= table_spelling[text[0]] == SPELLING_OTHER;
    return counts->spelled - drawn * (int)(counts->length - 1) + DRAWN_DIGIT * digits +
           DRAWN_OTHER * others;
}

int looks_evidence(const unsigned char *text, size_t length)
{
    struct counts counts = count(text, length);

    return evidence_of(text, &counts);
}

int looks_like_name(const unsigned char *text, size_t length)
{
    struct counts counts = count(text, length);

    if (counts.digit > 0 || evidence_of(text, &counts) > LOOKS_RANDOM_EXPECTED) {
        return 0;
    }
    if (counts.upper == 0 || counts.lower == 0) {
        return 1;
    }
    return counts.changes * 3 < counts.length;
}

int looks_random(const unsigned char *text, size_t length)
{
    struct counts counts;

    if (looks_address(text, length) || looks_symbol_hash(text, length)) {
        return 0;
    }
    if (length == 34 && looks_hex(text + 2, 32)) {
        return !looks_typed(text, length); /* SK..., AC...: a tag of two letters */
    }
    counts = count(text, length);
    if (looks_hex(text, length) || looks_uuid(text, length)) {
        return counts.digit > 0 && counts.digit < counts.length && length >= 24 &&
               !looks_typed(text, length);
    }
    return evidence_of(text, &counts) > LOOKS_RANDOM_EXPECTED && !looks_typed(text, length);
}

int looks_of_three_kinds(const unsigned char *text, size_t length)
{
    uint32_t packed = 0;

    for (size_t i = 0; i < length && i < LOOK_MAX; i++) {
        packed += table_kinds[text[i]];
    }
    return (packed & 255) != 0 && (packed >> 8 & 255) != 0 && (packed >> 16 & 255) != 0;
}

int looks_drawn(const unsigned char *text, size_t length)
{
    return looks_of_three_kinds(text, length) && looks_evidence(text, length) > DRAWN_EVIDENCE;
}

int looks_hex(const unsigned char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (!in_set(text[i], SET_HEX)) {
            return 0;
        }
    }
    return length > 0;
}

int looks_symbol_hash(const unsigned char *text, size_t length)
{
    return length == 17 && text[0] == 'h' && looks_hex(text + 1, 16);
}

int looks_address(const unsigned char *text, size_t length)
{
    size_t tag = length > 3 && text[2] != '\0' && strchr("HKLMR", text[2]) != NULL;

    return length > 2 && length <= (tag ? 35 : 18) && text[0] == '0' &&
           (text[1] | 0x20) == 'x' && looks_hex(text + 2 + tag, length - 2 - tag);
}

int looks_vector(const unsigned char *text, size_t length)
{
    return length == 34 && text[0] == '0' && text[1] == 'x' && looks_hex(text + 2, 32);
}

int looks_uuid(const unsigned char *text, size_t length)
{
    if (length != 36) {
        return 0;
    }
    for (size_t i = 0; i < length; i++) {
        int hyphen = i == 8 || i == 13 || i == 18 || i == 23;

        if (hyphen ? text[i] != '-' : !in_set(text[i], SET_HEX)) {
            return 0;
        }
    }
    return 1;
}

int looks_typed(const unsigned char *text, size_t length)
{
    size_t steps = 0, looked = length < LOOK_MAX ? length : LOOK_MAX;
    uint64_t seen = looked > 0 ? UINT64_C(1) << (text[0] & 63) : 0;

    for (size_t i = 1; i < looked; i++) {
        steps += text[i] == text[i - 1] || text[i] == text[i - 1] + 1;
        seen |= UINT64_C(1) << (text[i] & 63);
    }
    /* sixteen hexadecimal digits have less than six different ones once in 100,000 times, ten
     * have less than four about as often */
    return steps * 2 > looked || (looked >= 16 && __builtin_popcountll(seen) < 6) ||
           (looked >= 10 && __builtin_popcountll(seen) < 4);
}

int looks_counted(const unsigned char *text, size_t length)
{
    size_t steps = 0, looked = length < LOOK_MAX ? length : LOOK_MAX;

    for (size_t i = 1; i < looked; i++) {
        steps += text[i] == text[i - 1] + 1;
    }
    return steps * 2 > looked;
}

int looks_made_up(const unsigned char *text, size_t length)
{
    size_t looked = length < LOOK_MAX ? length : LOOK_MAX;
    uint32_t packed = 0;

    for (size_t i = 0; i < looked; i++) {
        packed += table_kinds[text[i]];
    }
    return length >= MADE_UP_MIN &&
           ((packed & 255) != 0) + ((packed >> 8 & 255) != 0) + ((packed >> 16 & 255) != 0) >
               1 &&
           looks_counted(text, length);
}

int looks_constant(const unsigned char *text, size_t length)
{
    size_t joints = 0;

    for (size_t i = 0; i < length; i++) {
        if (i == LOOK_MAX || (!in_set(text[i], SET_UPPER) && text[i] != '_')) {
            return 0;
        }
        joints += text[i] == '_';
    }
    return joints > 0;
}

int looks_kept_under(const unsigned char *text, size_t length)
{
    size_t words = 0, part = 0;

    for (size_t i = 0; i < length && i < LOOK_MAX; i++) {
        if (text[i] == '-') {
            words += i - part >= 3 && in_set(text[part], SET_ALPHA);
            part = i + 1;
        }
    }
    return words >= 2 && length - part >= DIGEST_HEX_MIN &&
           looks_hex(text + part, length - part);
}

int looks_hex_key(const unsigned char *text, size_t length)
{
    uint32_t seen = 0;
    int different = 0;

    if (length > 2 && text[0] == '0' && text[1] == 'x') {
        text += 2;
        length -= 2;
    }
    if (length < HEX_KEY_MIN || (!looks_hex(text, length) && !looks_uuid(text, length))) {
        return 0;
    }
    for (size_t i = 0; i < length && i < SEEN_MAX; i++) {
        different += !(seen >> (text[i] & 31) & 1);
        seen |= UINT32_C(1) << (text[i] & 31);
    }
    return different >= DIFFERENT_MIN;
}

int looks_fingerprint(const unsigned char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (i % 3 == 2 ? text[i] != ':' : !in_set(text[i], SET_HEX)) {
            return 0;
        }
    }
    return length >= FINGERPRINT_MIN;
}
