#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "outbox/state.h"

#define FRAMED(lines) "epitaph-state: 1\n" lines "end:\n"

static const struct row {
    const char *name, *text;
    int want;
} rows[] = {
    {"empty_state", FRAMED(""), 0},
    {"unknown_key_of_a_newer_version", FRAMED("phase: of the moon\n"), 0},
    {"no_first_line", "failures: 1\nend:\n", -EBADMSG},
    {"newer_version", "epitaph-state: 2\nend:\n", -EBADMSG},
    {"no_last_line", "epitaph-state: 1\nfailures: 1\n", -EBADMSG},
    {"cut_in_the_last_line", "epitaph-state: 1\nfailures: 1\nend", -EBADMSG},
    {"end_within_a_line", "epitaph-state: 1\nfailures: 1 end:\n", -EBADMSG},
    {"negative_number", FRAMED("not_before: -1\n"), -EBADMSG},
    {"number_beyond_64_bits", FRAMED("not_before: 18446744073709551616\n"), -EBADMSG},
    {"number_that_would_overflow_later", FRAMED("not_before: 9223372036854775807\n"), -EBADMSG},
    {"no_number", FRAMED("failures: many\n"), -EBADMSG},
    {"no_value", FRAMED("failures:\n"), -EBADMSG},
    {"line_without_a_colon", FRAMED("failures 1\n"), -EBADMSG},
    {"nothing_at_all", "", -EBADMSG},
};
#define ROWS (sizeof rows / sizeof *rows)

static void parses_or_is_damaged(void **state)
{
    const struct row *row = *state;
    struct state parsed = {.last_status = 7};

    assert_int_equal(state_parse(row->text, strlen(row->text), &parsed), row->want);
    assert_int_equal(parsed.last_status, row->want == 0 ? 0 : 7);
}

static void nul_byte_is_damage(void **state)
{
    static const char text[] = "epitaph-state: 1\nlast_error: a\0b\nend:\n";
    struct state parsed;

    (void)state;
    assert_int_equal(state_parse(text, sizeof text - 1, &parsed), -EBADMSG);
}

static int open_directory(char path[])
{
    assert_non_null(mkdtemp(path));
    int fd = open(path, O_RDONLY | O_DIRECTORY);
    assert_true(fd >= 0);
    return fd;
}

static void what_is_saved_is_loaded(void **state)
{
    char path[] = "/tmp/epitaph-state-XXXXXX";
    int fd = open_directory(path);
    struct state saved = {
        .backoff = {.set_at_s = 10, .not_before_s = 20, .failures = 3},
        .compression = STATE_COMPRESSION_REFUSED,
        .batch_cap = 12,
        .last_status = 503,
    };
    struct state loaded;

    (void)state;
    state_set_error(&saved, "a line\nand \x1b[31m another");
    for (size_t i = 0; i < STATE_COUNTER_COUNT; i++) {
        saved.counters[i] = i + 1;
        saved.told[i] = state_counter_is_drop((enum state_counter)i) ? i : 0;
    }
    assert_int_equal(state_save(fd, &saved), 0);
    assert_int_equal(state_load(fd, &loaded), 0);
    assert_int_equal(loaded.backoff.failures, 3);
    assert_int_equal(loaded.backoff.not_before_s, 20);
    assert_int_equal(loaded.batch_cap, 12);
    assert_int_equal(loaded.compression, STATE_COMPRESSION_REFUSED);
    assert_int_equal(loaded.last_status, 503);
    assert_string_equal(loaded.last_error, "a line?and ?[31m another");
    assert_memory_equal(loaded.counters, saved.counters, sizeof saved.counters);
    assert_memory_equal(loaded.told, saved.told, sizeof saved.told);
    unlinkat(fd, "state", 0);
    close(fd);
    rmdir(path);
}

static void no_file_is_an_empty_state(void **state)
{
    char path[] = "/tmp/epitaph-state-XXXXXX";
    int fd = open_directory(path);
    struct state loaded = {.last_status = 7};

    (void)state;
    assert_int_equal(state_load(fd, &loaded), 0);
    assert_int_equal(loaded.last_status, 0);
    close(fd);
    rmdir(path);
}

static void link_in_its_place_is_not_followed(void **state)
{
    char path[] = "/tmp/epitaph-state-XXXXXX";
    int fd = open_directory(path);
    struct state loaded;

    (void)state;
    assert_int_equal(symlinkat("/etc/passwd", fd, "state"), 0);
    assert_int_equal(state_load(fd, &loaded), -ELOOP);
    unlinkat(fd, "state", 0);
    close(fd);
    rmdir(path);
}

int main(void)
{
    struct CMUnitTest row_tests[ROWS];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nul_byte_is_damage),
        cmocka_unit_test(what_is_saved_is_loaded),
        cmocka_unit_test(no_file_is_an_empty_state),
        cmocka_unit_test(link_in_its_place_is_not_followed),
    };

    for (size_t i = 0; i < ROWS; i++) {
        row_tests[i] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = parses_or_is_damaged,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("state_text", row_tests, NULL, NULL) +
           cmocka_run_group_tests_name("state", tests, NULL, NULL);
}
