/*
 * Where bytes of a kind stand: a bit for each of 64 bytes, the first one's lowest. For what
 * every line of a text holds, where a call of memchr() for each costs more than the looking.
 */
#ifndef MARKS_H
#define MARKS_H

#include <stddef.h>
#include <stdint.h>

#include "lanes.h"

#define MARKS_BYTES ((size_t)64)

/* 64 bytes of a text; behind its end NUL. */
struct marks_block {
    lanes lanes[4];
};

/* The kinds that the words are made of which may be keys: table_sets has them too. */
struct marks_kinds {
    uint64_t upper, lower, digit;
    uint64_t keyish; /* SET_KEYISH: any of these and - _ + / = */
};

/* The last block of a text, of which `left` bytes are the text's. */
struct marks_block marks_load_end(const unsigned char *bytes, size_t left);

/* The block at `bytes`, of which `left` are the text's. */
static inline struct marks_block marks_load(const unsigned char *bytes, size_t left)
{
    return left < MARKS_BYTES
               ? marks_load_end(bytes, left)
               : (struct marks_block){{lanes_load(bytes), lanes_load(bytes + 16),
                                       lanes_load(bytes + 32), lanes_load(bytes + 48)}};
}

static inline uint64_t marks_join(const lanes from[4])
{
    return (uint64_t)lanes_bits(from[0]) | (uint64_t)lanes_bits(from[1]) << 16 |
           (uint64_t)lanes_bits(from[2]) << 32 | (uint64_t)lanes_bits(from[3]) << 48;
}

/* Where `byte` stands, which is not NUL. */
static inline uint64_t marks_of(const struct marks_block *block, unsigned char byte)
{
    lanes equal[4];

    for (size_t i = 0; i < 4; i++) {
        equal[i] = (lanes)(block->lanes[i] == byte);
    }
    return marks_join(equal);
}

/* So far behind a byte its like is looked for, and so far the next block is from one. */
#define MARKS_PAIR_REACH 6
#define MARKS_PAIR_STEP (MARKS_BYTES - MARKS_PAIR_REACH)

/* Where `byte` stands in the first MARKS_PAIR_STEP bytes and again behind it: at a distance of
 * which `distances` has the bit, at most MARKS_PAIR_REACH. */
static inline uint64_t marks_pairs(const struct marks_block *block, unsigned char byte,
                                   unsigned int distances)
{
    uint64_t marks = marks_of(block, byte), again = 0;

    for (unsigned int distance = 1; distance <= MARKS_PAIR_REACH; distance++) {
        again |= distances >> distance & 1 ? marks >> distance : 0;
    }
    return marks & again & ((UINT64_C(1) << MARKS_PAIR_STEP) - 1);
}

/* Where digits stand. */
static inline uint64_t marks_digits(const struct marks_block *block)
{
    lanes digits[4];

    for (size_t i = 0; i < 4; i++) {
        digits[i] = lanes_from(block->lanes[i], '0', 10);
    }
    return marks_join(digits);
}

static inline struct marks_kinds marks_kinds(const struct marks_block *block)
{
    lanes upper[4], lower[4], digit[4], keyish[4];

    for (size_t i = 0; i < 4; i++) {
        lanes bytes = block->lanes[i];

        upper[i] = lanes_from(bytes, 'A', 26);
        lower[i] = lanes_from(bytes, 'a', 26);
        digit[i] = lanes_from(bytes, '0', 10);
        keyish[i] = upper[i] | lower[i] | digit[i] | (lanes)(bytes == '-') |
                    (lanes)(bytes == '_') | (lanes)(bytes == '+') | (lanes)(bytes == '/') |
                    (lanes)(bytes == '=');
    }
    return (struct marks_kinds){marks_join(upper), marks_join(lower), marks_join(digit),
                                marks_join(keyish)};
}

/* Where blanks and control characters stand, and no byte of the text. */
static inline uint64_t marks_blanks(const struct marks_block *block)
{
    lanes blanks[4];

    for (size_t i = 0; i < 4; i++) {
        blanks[i] = lanes_from(block->lanes[i], 0, ' ' + 1);
    }
    return marks_join(blanks);
}

/* Where SET_TYPED is: digits, and the signs that are typed above them. */
static inline uint64_t marks_typed(const struct marks_block *block)
{
    lanes typed[4];

    for (size_t i = 0; i < 4; i++) {
        lanes bytes = block->lanes[i];

        typed[i] = lanes_from(bytes, '0', 10) | lanes_from(bytes, '#', '%' - '#' + 1) |
                   (lanes)(bytes == '!') | (lanes)(bytes == '@') | (lanes)(bytes == '^');
    }
    return marks_join(typed);
}

/* Where so many in a row begin, all of them in the block; `count` is 4 or 10. */
static inline uint64_t marks_rows(uint64_t marks, unsigned int count)
{
    uint64_t two = marks & marks >> 1, four = two & two >> 2, eight = four & four >> 4;

    return count == 4 ? four : eight & two >> 8;
}

/* The places of one byte in a text, one after the other. */
struct marks {
    const unsigned char *bytes;
    size_t block, end;
    uint64_t left; /* of the block, behind the last that was told */
    unsigned char byte;
};

/* The next place; `end` if there is none. */
static inline size_t marks_next(struct marks *marks)
{
    size_t at;

    while (marks->left == 0) {
        struct marks_block block;

        marks->block += MARKS_BYTES;
        if (marks->block >= marks->end) {
            return marks->end;
        }
        block = marks_load(marks->bytes + marks->block, marks->end - marks->block);
        marks->left = marks_of(&block, marks->byte);
    }
    at = marks->block + (size_t)__builtin_ctzll(marks->left);
    marks->left &= marks->left - 1;
    return at;
}

/* The first place in [start, end). */
static inline size_t marks_first(struct marks *marks, const unsigned char *bytes, size_t start,
                                 size_t end, unsigned char byte)
{
    *marks = (struct marks){bytes, start - MARKS_BYTES, end, 0, byte};
    return marks_next(marks);
}

#endif
