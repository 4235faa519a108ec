#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "outbox/outbox.h"

struct fixture {
    char path[64];
    int fd;
    struct outbox *outbox;
};

static const struct outbox_limits limits = {
    .max_queue = 5, .history_events = 3, .history_days = 30};

static int set_up(void **state)
{
    static struct fixture fixture;

    snprintf(fixture.path, sizeof fixture.path, "/tmp/epitaph-outbox-XXXXXX");
    if (mkdtemp(fixture.path) == NULL) {
        return -1;
    }
    fixture.fd = open(fixture.path, O_RDONLY | O_DIRECTORY);
    *state = &fixture;
    return outbox_open(fixture.fd, FOLDER_MAKE, &limits, &fixture.outbox);
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    char command[128];

    outbox_close(fixture->outbox);
    close(fixture->fd);
    snprintf(command, sizeof command, "rm -rf %s", fixture->path);
    return system(command);
}

static int put(struct outbox *outbox, const char *id, const char *signature)
{
    char json[256];
    int length = snprintf(
        json, sizeof json,
        "{\"type\":\"crash\",\"event_id\":\"%s\",\"attributes\":{\"crash.signature\":\"%s\"}}",
        id, signature);

    int error = outbox_put(outbox, id, json, (size_t)length, signature);
    return error == 0 ? outbox_commit(outbox) : error;
}

static bool holds(const struct outbox *outbox, enum outbox_folder folder, const char *id)
{
    struct folder_listing listing;
    char name[80];
    bool found = false;

    snprintf(name, sizeof name, "%s.json", id);
    assert_int_equal(outbox_list(outbox, folder, &listing), 0);
    for (size_t i = 0; i < listing.count; i++) {
        found = found || strcmp(listing.entries[i].name, name) == 0;
    }
    folder_listing_done(&listing);
    return found;
}

static void event_is_read_back_byte_for_byte(void **state)
{
    struct fixture *fixture = *state;
    char *json;
    size_t length;

    assert_int_equal(outbox_put(fixture->outbox, "a-1", "any\0bytes", 9, "s"), 0);
    assert_int_equal(outbox_commit(fixture->outbox), 0);
    assert_int_equal(outbox_read(fixture->outbox, OUTBOX_QUEUE, "a-1.json", &json, &length), 0);
    assert_int_equal(length, 9);
    assert_memory_equal(json, "any\0bytes", 9);
    free(json);
}

static void only_the_owner_can_read_an_event(void **state)
{
    struct fixture *fixture = *state;
    struct stat info;

    assert_int_equal(put(fixture->outbox, "a", "s"), 0);
    assert_int_equal(fstatat(fixture->fd, "outbox/a.json", &info, 0), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(fstatat(fixture->fd, "outbox", &info, 0), 0);
    assert_int_equal(info.st_mode & 07777, 0700);
}

static void id_that_is_a_path_is_refused(void **state)
{
    static const char *const ids[] = {
        "",    "..",      "../a",
        "a/b", ".hidden", "a.json",
        "a b", "a\n",     "0123456789012345678901234567890123456789012345678901234567890123x"};
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        assert_int_equal(put(fixture->outbox, ids[i], "s"), -EINVAL);
    }
}

static void same_id_is_not_queued_twice_wherever_it_is(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(put(fixture->outbox, "a", "s"), 0);
    assert_int_equal(outbox_sent(fixture->outbox, "a.json"), 0);
    assert_int_equal(put(fixture->outbox, "a", "s"), 0);
    assert_false(holds(fixture->outbox, OUTBOX_QUEUE, "a"));
    assert_int_equal(put(fixture->outbox, "b", "s"), 0);
    assert_int_equal(outbox_reject(fixture->outbox, "b.json", "why"), 0);
    assert_int_equal(put(fixture->outbox, "b", "s"), 0);
    assert_false(holds(fixture->outbox, OUTBOX_QUEUE, "b"));
    assert_int_equal(outbox_queued(fixture->outbox), 0);
}

static void full_queue_gives_up_the_oldest_of_the_largest_signature(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(put(fixture->outbox, "rare", "r"), 0);
    assert_int_equal(put(fixture->outbox, "loop1", "l"), 0);
    assert_int_equal(put(fixture->outbox, "loop2", "l"), 0);
    assert_int_equal(put(fixture->outbox, "loop3", "l"), 0);
    assert_int_equal(put(fixture->outbox, "other", "o"), 0);
    assert_int_equal(outbox_evicted(fixture->outbox), 0);
    assert_int_equal(put(fixture->outbox, "new", "n"), 0);
    assert_int_equal(outbox_evicted(fixture->outbox), 1);
    assert_false(holds(fixture->outbox, OUTBOX_QUEUE, "loop1"));
    assert_true(holds(fixture->outbox, OUTBOX_QUEUE, "rare"));
    assert_true(holds(fixture->outbox, OUTBOX_QUEUE, "new"));
    assert_int_equal(put(fixture->outbox, "loop4", "l"), 0);
    assert_false(holds(fixture->outbox, OUTBOX_QUEUE, "loop2"));
    assert_true(holds(fixture->outbox, OUTBOX_QUEUE, "loop4"));
    assert_int_equal(outbox_evicted(fixture->outbox), 2);
    assert_int_equal(outbox_queued(fixture->outbox), 5);
}

static void of_equally_many_the_oldest_goes(void **state)
{
    static const char *const ids[] = {"a", "b", "c", "d", "e", "f"};
    struct fixture *fixture = *state;

    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(put(fixture->outbox, ids[i], ids[i]), 0);
    }
    assert_false(holds(fixture->outbox, OUTBOX_QUEUE, "a"));
    assert_true(holds(fixture->outbox, OUTBOX_QUEUE, "f"));
}

static void queue_over_its_limit_is_found_so_at_the_next_opening(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_limits fewer = {.max_queue = 2};
    struct outbox *again;

    assert_int_equal(put(fixture->outbox, "a", "s"), 0);
    assert_int_equal(put(fixture->outbox, "b", "s"), 0);
    assert_int_equal(put(fixture->outbox, "c", "s"), 0);
    assert_int_equal(outbox_open(fixture->fd, FOLDER_MAKE, &fewer, &again), 0);
    assert_int_equal(put(again, "d", "t"), 0);
    assert_int_equal(outbox_evicted(again), 2);
    assert_true(holds(again, OUTBOX_QUEUE, "c"));
    assert_true(holds(again, OUTBOX_QUEUE, "d"));
    outbox_close(again);
}

static void disk_below_its_floor_takes_no_new_events(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_limits greedy = {.max_queue = 5, .free_floor_bytes = UINT64_MAX};
    struct outbox *again;

    assert_int_equal(outbox_open(fixture->fd, FOLDER_MAKE, &greedy, &again), 0);
    assert_int_equal(put(again, "a", "s"), -ENOSPC);
    assert_false(holds(again, OUTBOX_QUEUE, "a"));
    outbox_close(again);
}

static void rejected_event_keeps_its_reason_until_it_is_retried(void **state)
{
    struct fixture *fixture = *state;
    char why[16] = "";

    assert_int_equal(put(fixture->outbox, "a", "s"), 0);
    assert_int_equal(outbox_reject(fixture->outbox, "a.json", "HTTP 422"), 0);
    int fd = openat(fixture->fd, "rejected/a.why", O_RDONLY);
    assert_int_equal(read(fd, why, sizeof why - 1), strlen("HTTP 422"));
    assert_string_equal(why, "HTTP 422");
    close(fd);
    assert_int_equal(outbox_retry(fixture->outbox, "a.json"), 0);
    assert_true(holds(fixture->outbox, OUTBOX_QUEUE, "a"));
    assert_int_equal(faccessat(fixture->fd, "rejected/a.why", F_OK, 0), -1);
}

static void history_keeps_the_latest(void **state)
{
    static const char *const ids[] = {"a", "b", "c", "d", "e"};
    struct fixture *fixture = *state;
    struct timespec now;

    for (size_t i = 0; i < 5; i++) {
        char name[16];
        snprintf(name, sizeof name, "%s.json", ids[i]);
        assert_int_equal(put(fixture->outbox, ids[i], "s"), 0);
        assert_int_equal(outbox_sent(fixture->outbox, name), 0);
    }
    clock_gettime(CLOCK_REALTIME, &now);
    assert_int_equal(outbox_prune(fixture->outbox, now.tv_sec), 0);
    assert_false(holds(fixture->outbox, OUTBOX_SENT, "a"));
    assert_false(holds(fixture->outbox, OUTBOX_SENT, "b"));
    assert_true(holds(fixture->outbox, OUTBOX_SENT, "c"));
    assert_true(holds(fixture->outbox, OUTBOX_SENT, "e"));
    assert_int_equal(outbox_prune(fixture->outbox, now.tv_sec + 31 * 86400), 0);
    assert_false(holds(fixture->outbox, OUTBOX_SENT, "e"));
}

static void what_is_no_regular_file_is_not_listed_and_not_read(void **state)
{
    struct fixture *fixture = *state;
    char *json;
    size_t length;

    assert_int_equal(symlinkat("/etc/passwd", fixture->fd, "outbox/link.json"), 0);
    assert_int_equal(mkfifoat(fixture->fd, "outbox/fifo.json", 0600), 0);
    assert_int_equal(mkdirat(fixture->fd, "outbox/directory.json", 0700), 0);
    assert_false(holds(fixture->outbox, OUTBOX_QUEUE, "link"));
    assert_false(holds(fixture->outbox, OUTBOX_QUEUE, "fifo"));
    assert_false(holds(fixture->outbox, OUTBOX_QUEUE, "directory"));
    assert_int_equal(outbox_read(fixture->outbox, OUTBOX_QUEUE, "link.json", &json, &length),
                     -ELOOP);
    assert_int_equal(outbox_read(fixture->outbox, OUTBOX_QUEUE, "fifo.json", &json, &length),
                     -EINVAL);
}

static void event_appears_with_its_commit_and_not_before(void **state)
{
    struct fixture *fixture = *state;

    for (int i = 0; i < 40; i++) {
        char id[8];
        snprintf(id, sizeof id, "%02d", i); /* also in order where times are equal */
        assert_int_equal(outbox_put(fixture->outbox, id, "x", 1, "s"), 0);
        assert_int_equal(outbox_put(fixture->outbox, id, "x", 1, "s"), 0);
    }
    assert_false(holds(fixture->outbox, OUTBOX_QUEUE, "39"));
    assert_int_equal(outbox_commit(fixture->outbox), 0);
    assert_true(holds(fixture->outbox, OUTBOX_QUEUE, "39"));
    assert_int_equal(outbox_queued(fixture->outbox), 5);
    assert_int_equal(outbox_evicted(fixture->outbox), 35);
    assert_int_equal(outbox_put(fixture->outbox, "other", "x", 1, "s"), 0);
    outbox_sweep(fixture->outbox); /* as the next run would */
    assert_int_not_equal(outbox_commit(fixture->outbox), 0);
}

static void half_written_event_is_swept_and_never_listed(void **state)
{
    struct fixture *fixture = *state;

    int fd = openat(fixture->fd, "outbox/.a.json.new", O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0);
    close(fd);
    assert_false(holds(fixture->outbox, OUTBOX_QUEUE, ".a.json"));
    outbox_sweep(fixture->outbox);
    assert_int_equal(faccessat(fixture->fd, "outbox/.a.json.new", F_OK, 0), -1);
}

static void folder_that_others_may_write_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct outbox *again;

    assert_int_equal(fchmodat(fixture->fd, "sent", 0777, 0), 0);
    assert_int_equal(outbox_open(fixture->fd, FOLDER_MAKE, &limits, &again), -EPERM);
}

static void folder_that_is_a_link_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct outbox *again;

    assert_int_equal(unlinkat(fixture->fd, "sent", AT_REMOVEDIR), 0);
    assert_int_equal(symlinkat("/tmp", fixture->fd, "sent"), 0);
    assert_int_equal(outbox_open(fixture->fd, FOLDER_MAKE, &limits, &again), -ENOTDIR);
}

static void what_does_not_exist_is_empty_for_a_reader(void **state)
{
    struct folder_listing listing;
    struct outbox *outbox;

    (void)state;
    assert_int_equal(outbox_open(-1, FOLDER_READ, &limits, &outbox), 0);
    assert_int_equal(outbox_list(outbox, OUTBOX_QUEUE, &listing), 0);
    assert_int_equal(listing.count, 0);
    outbox_close(outbox);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(event_is_read_back_byte_for_byte),
        TEST(only_the_owner_can_read_an_event),
        TEST(id_that_is_a_path_is_refused),
        TEST(same_id_is_not_queued_twice_wherever_it_is),
        TEST(full_queue_gives_up_the_oldest_of_the_largest_signature),
        TEST(of_equally_many_the_oldest_goes),
        TEST(queue_over_its_limit_is_found_so_at_the_next_opening),
        TEST(disk_below_its_floor_takes_no_new_events),
        TEST(rejected_event_keeps_its_reason_until_it_is_retried),
        TEST(history_keeps_the_latest),
        TEST(what_is_no_regular_file_is_not_listed_and_not_read),
        TEST(event_appears_with_its_commit_and_not_before),
        TEST(half_written_event_is_swept_and_never_listed),
        TEST(folder_that_others_may_write_is_refused),
        TEST(folder_that_is_a_link_is_refused),
        TEST(what_does_not_exist_is_empty_for_a_reader),
    };

    return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
