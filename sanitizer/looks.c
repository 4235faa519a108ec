#include "looks.h"

#include "scan.h"

/* Beyond this many characters the rest does not change the picture. */
#define LOOK_MAX 128

struct counts {
    size_t upper, lower, digit, other, changes, length;
};

static void count(const unsigned char *text, size_t length, struct counts *ret_counts)
{
    struct counts counts = {.length = length < LOOK_MAX ? length : LOOK_MAX};
    int last = -1;

    for (size_t i = 0; i < counts.length; i++) {
        int class = in_set(text[i], SET_UPPER)   ? 0
                    : in_set(text[i], SET_LOWER) ? 1
                    : in_set(text[i], SET_DIGIT) ? 2
                                                 : 3;
        counts.upper += class == 0;
        counts.lower += class == 1;
        counts.digit += class == 2;
        counts.other += class == 3;
        counts.changes += last >= 0 && class != last;
        last = class;
    }
    *ret_counts = counts;
}

int looks_evidence(const unsigned char *text, size_t length)
{
    /* log2 of an alphabet's size in 1/8 bit, by what it holds: upper, lower, digits */
    static const int cost[8] = {0, 27, 38, 41, 38, 41, 46, 48};
    struct counts counts;
    int drawn, evidence = 0;

    count(text, length, &counts);
    drawn = cost[(counts.upper > 0) * 4 + (counts.lower > 0) * 2 + (counts.digit > 0)];
    for (size_t i = 1; i < counts.length; i++) {
        unsigned int from = table_spelling[text[i - 1]], to = table_spelling[text[i]];
        /* one of ten digits was drawn, one of two other characters */
        int discount = to == SPELLING_DIGIT ? 27 : to == SPELLING_OTHER ? 8 : 0;

        evidence += table_name_costs[from][to] - (drawn - discount);
    }
    return evidence;
}

int looks_like_name(const unsigned char *text, size_t length)
{
    struct counts counts;

    count(text, length, &counts);
    if (counts.digit > 0 || looks_evidence(text, length) > LOOKS_RANDOM_EXPECTED) {
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

    if (looks_typed(text, length) || looks_address(text, length) ||
        looks_symbol_hash(text, length)) {
        return 0;
    }
    if (length == 34 && looks_hex(text + 2, 32)) {
        return 1; /* SK..., AC...: a tag of two letters */
    }
    count(text, length, &counts);
    if (looks_hex(text, length) || looks_uuid(text, length)) {
        return counts.digit > 0 && counts.digit < counts.length && length >= 24;
    }
    return looks_evidence(text, length) > LOOKS_RANDOM_EXPECTED;
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
    return length > 2 && length <= 18 && text[0] == '0' && (text[1] | 0x20) == 'x' &&
           looks_hex(text + 2, length - 2);
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
    size_t steps = 0;

    for (size_t i = 1; i < length && i < LOOK_MAX; i++) {
        steps += text[i] == text[i - 1] || text[i] == text[i - 1] + 1;
    }
    return steps * 2 > (length < LOOK_MAX ? length : LOOK_MAX);
}
