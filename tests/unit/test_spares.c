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

#include "machine/folder.h"
#include "outbox/spares.h"

struct fixture {
    char path[64];
    int fd;
    struct spares spares;
};

static int set_up(void **state)
{
    static struct fixture fixture;

    snprintf(fixture.path, sizeof fixture.path, "/tmp/epitaph-spares-XXXXXX");
    if (mkdtemp(fixture.path) == NULL) {
        return -1;
    }
    fixture.fd = open(fixture.path, O_RDONLY | O_DIRECTORY);
    fixture.spares = spares_find(fixture.fd);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    char command[128];

    close(fixture->fd);
    snprintf(command, sizeof command, "rm -rf %s", fixture->path);
    return system(command);
}

static void put(const struct fixture *fixture, const char *name, const char *text)
{
    assert_int_equal(folder_write(fixture->fd, name, text, strlen(text)), 0);
}

static ino_t inode_of(const struct fixture *fixture, const char *name)
{
    struct stat info;

    assert_int_equal(fstatat(fixture->fd, name, &info, AT_SYMLINK_NOFOLLOW), 0);
    return info.st_ino;
}

static void assert_holds(const struct fixture *fixture, const char *name, const char *want)
{
    char *text;
    size_t length;

    assert_int_equal(folder_read(fixture->fd, name, 1024, &text, &length), 0);
    assert_string_equal(text, want);
    free(text);
}

static void stage(struct fixture *fixture, const char *name, const char *text)
{
    assert_int_equal(spares_stage(&fixture->spares, name, text, strlen(text)), 0);
    assert_int_equal(folder_publish(fixture->fd, &name, 1), 0);
}

static void a_file_is_used_again_and_holds_only_what_is_new(void **state)
{
    struct fixture *fixture = *state;

    put(fixture, "old", "a secret that is long");
    ino_t inode = inode_of(fixture, "old");
    assert_int_equal(spares_give(&fixture->spares, fixture->fd, "old"), 0);
    assert_int_equal(fixture->spares.count, 1);
    stage(fixture, "new", "short");
    assert_int_equal(fixture->spares.count, 0);
    assert_int_equal(inode_of(fixture, "new"), inode);
    assert_holds(fixture, "new", "short");
}

static void a_spare_is_empty_and_not_listed(void **state)
{
    struct fixture *fixture = *state;
    struct folder_listing listing;

    put(fixture, "old", "a secret");
    assert_int_equal(spares_give(&fixture->spares, fixture->fd, "old"), 0);
    assert_holds(fixture, ".0.spare", "");
    assert_int_equal(folder_list(fixture->fd, "", &listing), 0);
    assert_int_equal(listing.count, 0);
    folder_listing_done(&listing);
}

static void what_a_kill_left_full_is_emptied(void **state)
{
    struct fixture *fixture = *state;

    put(fixture, "a", "");
    put(fixture, "b", "a secret");
    assert_int_equal(renameat(fixture->fd, "a", fixture->fd, ".0.spare"), 0);
    assert_int_equal(renameat(fixture->fd, "b", fixture->fd, ".1.spare"), 0);
    fixture->spares = spares_find(fixture->fd);
    assert_int_equal(fixture->spares.count, 2);
    assert_holds(fixture, ".1.spare", "");
}

static void what_is_no_empty_plain_file_is_not_written_to(void **state)
{
    struct fixture *fixture = *state;

    put(fixture, "other", "");
    put(fixture, "full", "full");
    assert_int_equal(symlinkat("other", fixture->fd, ".0.spare"), 0);
    assert_int_equal(mkfifoat(fixture->fd, ".1.spare", 0600), 0);
    assert_int_equal(linkat(fixture->fd, "other", fixture->fd, ".2.spare", 0), 0);
    assert_int_equal(linkat(fixture->fd, "full", fixture->fd, ".3.spare", 0), 0);
    fixture->spares.count = 5; /* and one that is missing */
    for (size_t i = 0; i < 5; i++) {
        char name[16];
        snprintf(name, sizeof name, "new%zu", i);
        stage(fixture, name, "new");
        assert_holds(fixture, name, "new");
    }
    assert_holds(fixture, "other", "");
    assert_holds(fixture, "full", "full");
}

static void beyond_the_most_files_are_deleted(void **state)
{
    struct fixture *fixture = *state;

    put(fixture, "old", "text");
    fixture->spares.count = SPARES_MAX;
    assert_int_equal(spares_give(&fixture->spares, fixture->fd, "old"), 0);
    assert_int_equal(fixture->spares.count, SPARES_MAX);
    assert_int_equal(faccessat(fixture->fd, "old", F_OK, 0), -1);
}

static void none_are_left_when_they_are_dropped(void **state)
{
    struct fixture *fixture = *state;

    put(fixture, "a", "text");
    put(fixture, "b", "text");
    assert_int_equal(spares_give(&fixture->spares, fixture->fd, "a"), 0);
    assert_int_equal(spares_give(&fixture->spares, fixture->fd, "b"), 0);
    spares_drop(&fixture->spares);
    assert_int_equal(spares_find(fixture->fd).count, 0);
    assert_int_equal(faccessat(fixture->fd, ".0.spare", F_OK, 0), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_used_again_and_holds_only_what_is_new),
        TEST(a_spare_is_empty_and_not_listed),
        TEST(what_a_kill_left_full_is_emptied),
        TEST(what_is_no_empty_plain_file_is_not_written_to),
        TEST(beyond_the_most_files_are_deleted),
        TEST(none_are_left_when_they_are_dropped),
    };

    return cmocka_run_group_tests_name("spares", tests, NULL, NULL);
}
