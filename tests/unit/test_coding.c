/* What a server says that it reads, and bodies in those codings. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "http/coding.h"

static const struct row {
    const char *name, *header;
    bool gzip, zstd;
} rows[] = {
    {"nothing_is_nothing", "", false, false},
    {"one_word", "zstd", false, true},
    {"list", "gzip, zstd", true, true},
    {"list_without_blanks", "br,zstd,gzip", true, true},
    {"capitals", "GZIP, ZStd", true, true},
    {"empty_elements", ", ,\tgzip,,", true, false},
    {"quality", "zstd;q=0.5, gzip;q=1.0", true, true},
    {"quality_of_nothing", "zstd;q=0, gzip;q=0.000", false, false},
    {"quality_of_next_to_nothing", "zstd;q=0.001", false, true},
    {"blanks_around_a_quality", "zstd ; q = 0 , gzip ;q= 1", true, false},
    {"anything", "*", true, true},
    {"nothing_else", "gzip, *;q=0", true, false},
    {"anything_else", "*, zstd;q=0", true, false},
    {"words_that_only_begin_so", "zstandard, gzip2, x-gzip", false, false},
    {"identity", "identity", false, false},
    {"garbage", "\x01;;=,=0,;q=zstd", false, false},
};

static void is_understood(void **state)
{
    const struct row *row = *state;

    assert_int_equal(coding_is_accepted(CODING_GZIP, row->header), row->gzip);
    assert_int_equal(coding_is_accepted(CODING_ZSTD, row->header), row->zstd);
}

static void bodies_become_smaller_and_are_the_same_each_time(void **state)
{
    static const enum coding codings[] = {CODING_GZIP, CODING_ZSTD};
    char body[4096];

    (void)state;
    memset(body, 'x', sizeof body);
    for (size_t i = 0; i < 2; i++) {
        char *first, *second;
        size_t length, again;
        if (!coding_is_available(codings[i])) {
            continue;
        }
        assert_int_equal(coding_compress(codings[i], body, sizeof body, &first, &length), 0);
        assert_int_equal(coding_compress(codings[i], body, sizeof body, &second, &again), 0);
        assert_in_range(length, 1, 100);
        assert_int_equal(length, again);
        assert_memory_equal(first, second, length);
        free(first);
        free(second);
    }
    assert_int_equal(coding_compress(CODING_NONE, body, 1, &(char *){NULL}, &(size_t){0}),
                     -EINVAL);
}

#define ROWS (sizeof rows / sizeof rows[0])

int main(void)
{
    struct CMUnitTest tests[ROWS + 1] = {
        [ROWS] = cmocka_unit_test(bodies_become_smaller_and_are_the_same_each_time),
    };

    for (size_t i = 0; i < ROWS; i++) {
        tests[i] = (struct CMUnitTest){
            .name = rows[i].name,
            .test_func = is_understood,
            .initial_state = (void *)(uintptr_t)&rows[i],
        };
    }
    return cmocka_run_group_tests_name("coding", tests, NULL, NULL);
}
