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

int looks_like_name(const unsigned char *text, size_t length)
{
    struct counts counts;

    count(text, length, &counts);
    if (counts.digit > 0) {
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

    count(text, length, &counts);
    if (counts.digit >= 2 && counts.digit + 2 <= counts.length) {
        return counts.changes * 5 >= counts.length;
    }
    return counts.upper >= 2 && counts.lower >= 2 && counts.changes * 5 >= counts.length * 2;
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
