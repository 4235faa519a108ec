/* Spool files: in use, torn, cut short, lying, not ours. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <epitaph/spool.h>

#include "encoding/crc32.h"
#include "fake_spool.h"
#include "harvest/claim.h"
#include "harvest/snapshot.h"
#include "harvest/spool.h"

static struct fake_spool fake;

static int setup(void **state)
{
    (void)state;
    fake_spool_init(&fake);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    fake_spool_done(&fake);
    return 0;
}

static void the_checksum_is_that_of_zlib(void **state)
{
    (void)state;
    assert_int_equal(crc32_of("123456789", 9), 0xcbf43926);
    assert_int_equal(crc32_of("", 0), 0);
}

static void a_committed_slot_is_read_with_its_count(void **state)
{
    struct spool *spool;
    struct snapshot copy;

    (void)state;
    fake_spool_write(&fake, 3, EPITAPH_SLOT_COMMITTED, 17, fake_record);
    assert_int_equal(spool_open(fake.path, SPOOL_READ, &spool), 0);
    assert_int_equal(spool_slot_count(spool), EPITAPH_SLOT_COUNT);
    assert_int_equal(snapshot_take(spool, 0, &copy), -ENOENT);
    assert_int_equal(snapshot_take(spool, 3, &copy), 0);
    assert_string_equal(copy.text, fake_record);
    assert_int_equal(copy.crash->count, 17);
    assert_int_equal(copy.crash->last_seen_ns, 1790000060000000000u);
    assert_false(copy.crash->torn);
    assert_int_equal(copy.crash->missing_count, 0);
    snapshot_done(&copy);
    spool_close(spool);
}

static void a_wrong_checksum_is_told(void **state)
{
    struct spool *spool;
    struct snapshot copy;

    (void)state;
    fake_spool_write(&fake, 0, EPITAPH_SLOT_COMMITTED, 1, fake_record);
    fake_spool_poke(
        &fake, EPITAPH_SLOT_TEXT_OFFSET(EPITAPH_SPOOL_HEADER_SIZE, EPITAPH_SLOT_SIZE, 0) + 20,
        "X", 1);
    assert_int_equal(spool_open(fake.path, SPOOL_READ, &spool), 0);
    assert_int_equal(snapshot_take(spool, 0, &copy), 0);
    assert_int_equal(copy.crash->missing_count, 1);
    assert_string_equal(copy.crash->missing[0], "checksum");
    snapshot_done(&copy);
    spool_close(spool);
}

static void a_length_beyond_the_slot_is_cut_to_it(void **state)
{
    uint32_t lie = UINT32_MAX;
    struct spool *spool;
    struct snapshot copy;

    (void)state;
    fake_spool_write(&fake, 63, EPITAPH_SLOT_COMMITTED, 1, fake_record);
    fake_spool_poke(&fake, fake_spool_slot_offset(63) + 8, &lie, sizeof lie);
    assert_int_equal(spool_open(fake.path, SPOOL_READ, &spool), 0);
    assert_int_equal(snapshot_take(spool, 63, &copy), 0);
    assert_int_equal(copy.length, EPITAPH_SLOT_SIZE);
    assert_int_equal(copy.crash->signal, 11);
    snapshot_done(&copy);
    spool_close(spool);
}

static void a_slot_is_taken_and_released_once(void **state)
{
    struct spool *spool;
    struct spool_slot slot, rival;

    (void)state;
    fake_spool_write(&fake, 0, EPITAPH_SLOT_COMMITTED, 2, fake_record);
    assert_int_equal(spool_open(fake.path, SPOOL_HARVEST, &spool), 0);
    assert_int_equal(spool_look(spool, 0, &slot), 0);
    rival = slot;
    assert_int_equal(spool_take(spool, &slot), 0);
    assert_int_equal(EPITAPH_SLOT_STATE(fake_spool_word(&fake, 0)), EPITAPH_SLOT_TAKEN);
    assert_int_equal(EPITAPH_SLOT_COUNT_OF(fake_spool_word(&fake, 0)), 2);
    assert_int_equal(spool_take(spool, &rival), -EAGAIN);
    assert_int_equal(spool_release(spool, &slot), 0);
    assert_int_equal(EPITAPH_SLOT_STATE(fake_spool_word(&fake, 0)), EPITAPH_SLOT_FREE);
    assert_int_equal(EPITAPH_SLOT_GENERATION(fake_spool_word(&fake, 0)), 7);
    spool_close(spool);
}

static void a_file_cut_short_under_the_mapping_costs_its_slots_only(void **state)
{
    struct spool *spool;
    struct spool_slot slot;
    char *text;
    size_t length;

    (void)state;
    fake_spool_write(&fake, 40, EPITAPH_SLOT_COMMITTED, 1, fake_record);
    assert_int_equal(spool_open(fake.path, SPOOL_HARVEST, &spool), 0);
    assert_int_equal(spool_look(spool, 40, &slot), 0);
    assert_int_equal(ftruncate(fake.fd, EPITAPH_SLOT_TABLE_OFFSET), 0);
    assert_int_equal(spool_take(spool, &slot), -EIO);
    assert_int_equal(spool_read_text(spool, &slot, &text, &length), -EIO);
    assert_int_equal(spool_look(spool, 40, &slot), -EIO);
    spool_close(spool);
}

static void a_file_shorter_than_it_says_has_fewer_slots(void **state)
{
    struct spool *spool;

    (void)state;
    assert_int_equal(ftruncate(fake.fd, EPITAPH_SPOOL_HEADER_SIZE + 2 * EPITAPH_SLOT_SIZE + 5),
                     0);
    assert_int_equal(spool_open(fake.path, SPOOL_READ, &spool), 0);
    assert_int_equal(spool_slot_count(spool), 2);
    spool_close(spool);
}

static const struct lie {
    const char *name;
    size_t offset;
    uint32_t value;
    int want;
} lies[] = {
    {"another_magic_is_no_spool", 0, 0x464c457f, -EINVAL},
    {"a_newer_version_is_told_apart", 8, 2, -EPROTONOSUPPORT},
    {"a_header_smaller_than_its_struct_is_refused", 12, 64, -EINVAL},
    {"a_header_beyond_the_limit_is_refused", 12, 0x7fffffc0, -EINVAL},
    {"a_slot_size_of_zero_is_refused", 16, 0, -EINVAL},
    {"a_slot_size_off_the_cache_line_is_refused", 16, 32769, -EINVAL},
    {"a_huge_slot_size_is_refused", 16, 0xffffffc0, -EINVAL},
    {"too_many_slots_are_refused", 20, EPITAPH_SLOT_COUNT_MAX + 1, -EINVAL},
};

static void a_lying_header_is_refused(void **state)
{
    const struct lie *lie = *state;
    struct spool *spool;

    fake_spool_poke(&fake, lie->offset, &lie->value, sizeof lie->value);
    assert_int_equal(spool_open(fake.path, SPOOL_READ, &spool), lie->want);
    assert_int_equal(spool_open(fake.path, SPOOL_HARVEST, &spool), lie->want);
}

static void only_a_plain_file_of_our_own_is_harvested(void **state)
{
    char path[128];
    struct spool *spool;

    (void)state;
    snprintf(path, sizeof path, "%s/symlink", fake.directory);
    assert_int_equal(symlink(fake.path, path), 0);
    assert_int_equal(spool_open(path, SPOOL_HARVEST, &spool), -ELOOP);
    snprintf(path, sizeof path, "%s/fifo", fake.directory);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(spool_open(path, SPOOL_HARVEST, &spool), -EINVAL);
    assert_int_equal(spool_open(fake.directory, SPOOL_HARVEST, &spool), -EISDIR);
    assert_int_equal(spool_open("/dev/zero", SPOOL_READ, &spool), -EINVAL);
    snprintf(path, sizeof path, "%s/hardlink", fake.directory);
    assert_int_equal(link(fake.path, path), 0);
    assert_int_equal(spool_open(path, SPOOL_HARVEST, &spool), -EPERM);
}

static void another_users_file_is_not_harvested(void **state)
{
    struct spool *spool;

    (void)state;
    if (geteuid() != 0) {
        skip();
    }
    assert_int_equal(fchown(fake.fd, 65534, 65534), 0);
    assert_int_equal(spool_open(fake.path, SPOOL_HARVEST, &spool), -EPERM);
}

static void a_claim_is_abandoned_with_its_owner(void **state)
{
    uint64_t now = fake_spool_now_ns();
    pid_t child = fork();

    (void)state;
    if (child == 0) {
        _exit(0);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_true(claim_is_abandoned((uint32_t)child, now));
    assert_false(claim_is_abandoned((uint32_t)getpid(), now));
    assert_true(claim_is_abandoned(0, now));
    assert_true(claim_is_abandoned(UINT32_MAX, now));
}

static void a_claim_of_another_boot_or_of_a_minute_ago_is_abandoned(void **state)
{
    uint64_t now = fake_spool_now_ns();
    uint64_t minute = 61ull * 1000000000u;

    (void)state;
    assert_true(claim_is_abandoned((uint32_t)getpid(), now + minute));
    assert_true(claim_is_abandoned((uint32_t)getpid(), now > minute ? now - minute : 0));
}

static void a_pid_worn_by_a_later_process_does_not_keep_a_claim(void **state)
{
    uint64_t claimed = fake_spool_now_ns();
    int pipes[2];

    (void)state;
    usleep(30000); /* start times are in ticks of 10 ms */
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        char byte;
        close(pipes[1]);
        _exit((int)read(pipes[0], &byte, 1));
    }
    close(pipes[0]);
    assert_true(claim_is_abandoned((uint32_t)child, claimed));
    assert_false(claim_is_abandoned((uint32_t)child, fake_spool_now_ns()));
    close(pipes[1]);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)
#define LIES (sizeof lies / sizeof lies[0])

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_checksum_is_that_of_zlib),
        TEST(a_committed_slot_is_read_with_its_count),
        TEST(a_wrong_checksum_is_told),
        TEST(a_length_beyond_the_slot_is_cut_to_it),
        TEST(a_slot_is_taken_and_released_once),
        TEST(a_file_cut_short_under_the_mapping_costs_its_slots_only),
        TEST(a_file_shorter_than_it_says_has_fewer_slots),
        TEST(only_a_plain_file_of_our_own_is_harvested),
        TEST(another_users_file_is_not_harvested),
        cmocka_unit_test(a_claim_is_abandoned_with_its_owner),
        cmocka_unit_test(a_claim_of_another_boot_or_of_a_minute_ago_is_abandoned),
        cmocka_unit_test(a_pid_worn_by_a_later_process_does_not_keep_a_claim),
    };
    int failed = cmocka_run_group_tests_name("spool", tests, NULL, NULL);
    for (size_t i = 0; i < LIES; i++) { /* a fresh file for each lie */
        const struct CMUnitTest one[] = {{
            .name = lies[i].name,
            .test_func = a_lying_header_is_refused,
            .initial_state = (void *)(uintptr_t)&lies[i],
        }};
        failed += cmocka_run_group_tests_name("spool_lies", one, setup, teardown);
    }
    return failed;
}
