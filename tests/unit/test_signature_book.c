/* Copies of one build, with more and with fewer names, are one bug. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "diagnosis/signature_book.h"

#define RAW "00000000000000aa"
#define OTHER_RAW "00000000000000bb"
#define WHOLE "0000000000000001"
#define PARTLY "0000000000000002"

static char directory[64];
static int state_fd;

static int setup(void **state)
{
    (void)state;
    strcpy(directory, "/tmp/epitaph-test-XXXXXX");
    if (mkdtemp(directory) == NULL) {
        return -1;
    }
    state_fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return state_fd >= 0 ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    (void)unlinkat(state_fd, "signatures", 0);
    close(state_fd);
    return rmdir(directory);
}

/* What becomes of the signature, in a run of the collector of its own. */
static struct signature apply(struct signature signature)
{
    struct signature_book *book;

    assert_int_equal(signature_book_load(state_fd, &book), 0);
    signature_book_apply(book, &signature);
    assert_int_equal(signature_book_save(book, state_fd), 0);
    signature_book_free(book);
    return signature;
}

static void forget(void)
{
    (void)unlinkat(state_fd, "signatures", 0);
}

static const struct signature whole = {WHOLE, RAW, true, true};
static const struct signature partly = {PARTLY, RAW, true, false};
static const struct signature stripped = {RAW, RAW, false, false};

static void a_copy_with_fewer_names_takes_the_others(void **state)
{
    (void)state;
    forget();
    assert_string_equal(apply(whole).text, WHOLE);
    assert_string_equal(apply(partly).text, WHOLE);
    assert_string_equal(apply(stripped).text, WHOLE);
}

static void whole_names_stay_and_are_learnt(void **state)
{
    (void)state;
    forget();
    assert_string_equal(apply(partly).text, PARTLY);
    assert_string_equal(apply(stripped).text, PARTLY);
    assert_string_equal(apply(whole).text, WHOLE);
    assert_string_equal(apply(partly).text, WHOLE);
    assert_string_equal(apply(stripped).text, WHOLE);
}

static void another_place_is_nothing_to_them(void **state)
{
    const struct signature other = {OTHER_RAW, OTHER_RAW, false, false};

    (void)state;
    forget();
    assert_string_equal(apply(stripped).text, RAW);
    assert_string_equal(apply(whole).text, WHOLE);
    assert_string_equal(apply(other).text, OTHER_RAW);
}

static void a_garbled_book_is_an_empty_one(void **state)
{
    (void)state;
    int fd = openat(state_fd, "signatures", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(dprintf(fd, "\n%s\n%s %sx\n%s-%s\n", RAW, RAW, WHOLE, RAW, WHOLE), 87);
    close(fd);
    assert_string_equal(apply(stripped).text, RAW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_with_fewer_names_takes_the_others),
        cmocka_unit_test(whole_names_stay_and_are_learnt),
        cmocka_unit_test(another_place_is_nothing_to_them),
        cmocka_unit_test(a_garbled_book_is_an_empty_one),
    };

    return cmocka_run_group_tests_name("signature_book", tests, setup, teardown);
}
