/* Sixty-four bytes at once are what one after the other would be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "draw.h"
#include "reading/marks.h"
#include "tables/tables.h"

#define TEXT_MAX ((size_t)300)
#define ROUNDS 2000

static uint64_t of_set(const unsigned char *bytes, enum table_set set)
{
    uint64_t marks = 0;

    for (size_t i = 0; i < MARKS_BYTES; i++) {
        marks |= (uint64_t)(table_sets[bytes[i]] >> set & 1) << i;
    }
    return marks;
}

static void kinds_of_bytes_are_the_sets_of_the_tables(void **unused)
{
    (void)unused;
    for (unsigned int first = 0; first < 256; first++) {
        unsigned char bytes[MARKS_BYTES];

        for (size_t i = 0; i < MARKS_BYTES; i++) {
            bytes[i] = (unsigned char)(first + i * 5);
        }
        struct marks_block block = marks_load(bytes, sizeof bytes);
        struct marks_kinds kinds = marks_kinds(&block);

        assert_int_equal(kinds.upper, of_set(bytes, SET_UPPER));
        assert_int_equal(kinds.lower, of_set(bytes, SET_LOWER));
        assert_int_equal(kinds.digit, of_set(bytes, SET_DIGIT));
        assert_int_equal(kinds.keyish, of_set(bytes, SET_KEYISH));
        assert_int_equal(marks_digits(&block), of_set(bytes, SET_DIGIT));
    }
}

static void no_byte_behind_a_text_is_of_it(void **unused)
{
    (void)unused;
    for (size_t left = 0; left <= MARKS_BYTES; left++) {
        unsigned char bytes[MARKS_BYTES];

        memset(bytes, '7', sizeof bytes);
        struct marks_block block = marks_load(bytes, left);

        assert_int_equal(marks_digits(&block),
                         left < 64 ? (UINT64_C(1) << left) - 1 : ~UINT64_C(0));
    }
}

static void a_row_begins_where_as_many_are_left(void **unused)
{
    static const unsigned int counts[] = {4, 10};

    (void)unused;
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t marks = (uint64_t)draw(UINT32_MAX) << 32 | draw(UINT32_MAX);

        marks |= (uint64_t)draw(UINT32_MAX) << 16 | (uint64_t)draw(UINT32_MAX) << 24;
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            uint64_t row = (UINT64_C(1) << counts[i]) - 1, rows = 0;

            for (unsigned int at = 0; at + counts[i] <= MARKS_BYTES; at++) {
                rows |= (uint64_t)((marks >> at & row) == row) << at;
            }
            assert_int_equal(marks_rows(marks, counts[i]), rows);
        }
    }
}

static void places_are_told_in_turn_and_none_is_left_out(void **unused)
{
    (void)unused;
    for (int round = 0; round < ROUNDS; round++) {
        unsigned char bytes[TEXT_MAX];
        size_t end = draw(TEXT_MAX + 1), start = draw((uint32_t)end + 1), told;
        uint32_t others = 1 + draw(40);
        struct marks marks;

        for (size_t i = 0; i < TEXT_MAX; i++) {
            bytes[i] = draw(others) == 0 ? '.' : 'x';
        }
        told = marks_first(&marks, bytes, start, end, '.');
        for (size_t at = start; at < end; at++) {
            if (bytes[at] == '.') {
                assert_int_equal(told, at);
                told = marks_next(&marks);
            }
        }
        assert_int_equal(told, end);
    }
}

static void pairs_are_those_at_the_distances(void **unused)
{
    const unsigned int distances = 1U << 2 | 1U << 5 | 1U << MARKS_PAIR_REACH;

    (void)unused;
    for (int round = 0; round < ROUNDS; round++) {
        unsigned char bytes[MARKS_BYTES];
        size_t left = draw(MARKS_BYTES + 1);

        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] = draw(3) == 0 ? ':' : 'a';
        }
        struct marks_block block = marks_load(bytes, left);
        uint64_t pairs = marks_pairs(&block, ':', distances);

        for (size_t i = 0; i < MARKS_BYTES; i++) {
            int expected = 0;

            for (size_t d = 1; d <= MARKS_PAIR_REACH && i < MARKS_PAIR_STEP; d++) {
                expected |= (distances >> d & 1) && i + d < left && bytes[i] == ':' &&
                            bytes[i + d] == ':';
            }
            assert_int_equal(pairs >> i & 1, expected);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_of_bytes_are_the_sets_of_the_tables),
        cmocka_unit_test(no_byte_behind_a_text_is_of_it),
        cmocka_unit_test(a_row_begins_where_as_many_are_left),
        cmocka_unit_test(places_are_told_in_turn_and_none_is_left_out),
        cmocka_unit_test(pairs_are_those_at_the_distances),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
