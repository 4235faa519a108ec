#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harvest/lost.h"
#include "machine/folder.h"

#define UID 1000

static char path[64];
static int state_fd = -1;

static int set_up(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "/tmp/epitaph-lost-XXXXXX");
    if (mkdtemp(path) == NULL) {
        return -1;
    }
    state_fd = open(path, O_RDONLY | O_DIRECTORY);
    return state_fd < 0;
}

static int tear_down(void **state)
{
    char command[128];

    (void)state;
    close(state_fd);
    snprintf(command, sizeof command, "rm -rf %s", path);
    return system(command);
}

static uint64_t since(uid_t uid, uint64_t total)
{
    uint64_t lost = 12345;

    assert_int_equal(lost_since(state_fd, uid, total, &lost), 0);
    return lost;
}

static void what_was_told_is_not_told_again(void **state)
{
    (void)state;
    assert_int_equal(since(UID, 3), 3);
    assert_int_equal(since(UID, 3), 0);
    assert_int_equal(since(UID, 10), 7);
    assert_int_equal(since(UID + 1, 10), 10);
}

static void a_smaller_total_is_that_of_a_new_spool(void **state)
{
    (void)state;
    assert_int_equal(since(UID, 10), 10);
    assert_int_equal(since(UID, 4), 4);
    assert_int_equal(since(UID, 5), 1);
}

static void what_is_no_number_is_nothing(void **state)
{
    int lost_fd;

    (void)state;
    assert_int_equal(folder_open(state_fd, "lost", FOLDER_MAKE, &lost_fd), 0);
    assert_int_equal(folder_write(lost_fd, "1000", "garbage\n", 8), 0);
    close(lost_fd);
    assert_int_equal(since(UID, 2), 2);
    assert_int_equal(since(UID, 2), 0);
}

static void what_cannot_be_remembered_is_not_told(void **state)
{
    uint64_t lost = 12345;

    (void)state;
    assert_int_equal(symlinkat("/nonexistent", state_fd, "lost"), 0);
    assert_true(lost_since(state_fd, UID, 7, &lost) < 0);
    assert_int_equal(lost, 12345);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_told_is_not_told_again),
        TEST(a_smaller_total_is_that_of_a_new_spool),
        TEST(what_is_no_number_is_nothing),
        TEST(what_cannot_be_remembered_is_not_told),
    };

    return cmocka_run_group_tests_name("lost", tests, NULL, NULL);
}
