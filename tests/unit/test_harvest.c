/* From spool to incoming to history, killed at any point. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <epitaph/spool.h>

#include "crash/record.h"
#include "fake_spool.h"
#include "harvest/harvest.h"
#include "machine/folder.h"

#define ID "0f8fad5bd9cb469fa16570867728950e"

static struct fake_spool fake;
static int state_fd;

static const struct event_origin origin = {"i", "d", "none", "1"};

static int setup(void **state)
{
    char path[128];

    (void)state;
    fake_spool_init(&fake);
    snprintf(path, sizeof path, "%s/state", fake.directory);
    return folder_open(AT_FDCWD, path, FOLDER_MAKE, &state_fd);
}

static int teardown(void **state)
{
    (void)state;
    close(state_fd);
    fake_spool_done(&fake);
    return 0;
}

static struct harvest_report harvest(void)
{
    struct harvest_report report;

    assert_int_equal(harvest_spool(fake.path, state_fd, &report), 0);
    return report;
}

static size_t count_in(const char *folder)
{
    struct folder_listing listing;
    int fd;

    assert_int_equal(folder_open(state_fd, folder, FOLDER_MAKE, &fd), 0);
    assert_int_equal(folder_list(fd, HARVEST_SUFFIX, &listing), 0);
    size_t count = listing.count;
    folder_listing_done(&listing);
    close(fd);
    return count;
}

static struct crash *incoming(const char *id)
{
    char name[128];
    char *text;
    size_t length;
    struct crash *crash;

    snprintf(name, sizeof name, "incoming/%s.record", id);
    assert_int_equal(folder_read(state_fd, name, RECORD_LENGTH_MAX, &text, &length), 0);
    assert_int_equal(record_parse(text, length, &crash), 0);
    free(text);
    return crash;
}

static void a_committed_record_moves_and_its_slot_is_free(void **state)
{
    struct stat info;

    (void)state;
    fake_spool_write(&fake, 5, EPITAPH_SLOT_COMMITTED, 3, fake_record);
    struct harvest_report report = harvest();
    assert_int_equal(report.taken, 1);
    assert_int_equal(report.torn, 0);
    assert_int_equal(EPITAPH_SLOT_STATE(fake_spool_word(&fake, 5)), EPITAPH_SLOT_FREE);
    struct crash *crash = incoming(ID);
    assert_int_equal(crash->count, 3);
    assert_int_equal(crash->uid, (int64_t)geteuid()); /* the record's own uid was a claim */
    assert_int_equal(crash->last_seen_ns, 1790000060000000000u);
    assert_int_equal(crash->frame_count, 2);
    crash_free(crash);
    assert_int_equal(fstatat(state_fd, "incoming/" ID ".record", &info, 0), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(harvest().taken, 0);
}

static void a_slot_being_written_is_left_alone(void **state)
{
    (void)state;
    fake_spool_write(&fake, 0, EPITAPH_SLOT_CLAIMED, 1, "epitaph-record: 1\n");
    struct harvest_report report = harvest();
    assert_int_equal(report.busy, 1);
    assert_int_equal(report.taken, 0);
    assert_int_equal(EPITAPH_SLOT_STATE(fake_spool_word(&fake, 0)), EPITAPH_SLOT_CLAIMED);
}

static void abandon(unsigned slot)
{
    uint32_t nobody = 0;

    fake_spool_poke(
        &fake, fake_spool_slot_offset(slot) + offsetof(struct epitaph_slot_header, owner_pid),
        &nobody, sizeof nobody);
}

static void a_record_whose_writer_died_is_taken_as_torn(void **state)
{
    (void)state;
    fake_spool_write(&fake, 0, EPITAPH_SLOT_CLAIMED, 1,
                     "epitaph-record: 1\nid: " ID "\nsignal: 11 SIGSEGV\nhalf a li");
    abandon(0);
    struct harvest_report report = harvest();
    assert_int_equal(report.taken, 1);
    assert_int_equal(report.torn, 1);
    struct crash *crash = incoming(ID);
    assert_true(crash->torn);
    assert_int_equal(crash->signal, 11);
    assert_int_equal(crash->missing_count, 1);
    assert_string_equal(crash->missing[0], "end");
    crash_free(crash);
}

static void a_record_without_an_id_gets_one_that_stays(void **state)
{
    struct harvest_report report;

    (void)state;
    for (int i = 0; i < 2; i++) { /* killed before the slot was freed, and again */
        fake_spool_write(&fake, 0, EPITAPH_SLOT_CLAIMED, 1, "");
        fake_spool_poke(
            &fake, fake_spool_slot_offset(0) + offsetof(struct epitaph_slot_header, claimed_ns),
            &(uint64_t){42}, 8);
        abandon(0);
        report = harvest();
    }
    assert_int_equal(report.known, 1);
    assert_int_equal(count_in(HARVEST_INCOMING), 1);
}

static void a_slot_taken_by_a_killed_collector_is_taken_again(void **state)
{
    (void)state;
    fake_spool_write(&fake, 0, EPITAPH_SLOT_TAKEN, 2, fake_record);
    assert_int_equal(harvest().taken, 1);
    fake_spool_write(&fake, 0, EPITAPH_SLOT_TAKEN, 2, fake_record);
    struct harvest_report report = harvest();
    assert_int_equal(report.taken, 0);
    assert_int_equal(report.known, 1);
    assert_int_equal(EPITAPH_SLOT_STATE(fake_spool_word(&fake, 0)), EPITAPH_SLOT_FREE);
}

static void two_records_with_one_id_are_both_kept(void **state)
{
    char other[4096];

    (void)state;
    snprintf(other, sizeof other, "%s", fake_record);
    memcpy(strstr(other, "4711"), "4242", 4);
    fake_spool_write(&fake, 0, EPITAPH_SLOT_COMMITTED, 1, fake_record);
    fake_spool_write(&fake, 1, EPITAPH_SLOT_COMMITTED, 1, other);
    assert_int_equal(harvest().taken, 2);
    assert_int_equal(count_in(HARVEST_INCOMING), 2);
}

static void a_damaged_record_says_so(void **state)
{
    (void)state;
    fake_spool_write(&fake, 0, EPITAPH_SLOT_COMMITTED, 1, fake_record);
    fake_spool_poke(&fake, fake_spool_text_offset(0) + 60, "9", 1);
    assert_int_equal(harvest().taken, 1);
    struct crash *crash = incoming(ID);
    assert_int_equal(crash->missing_count, 1);
    assert_string_equal(crash->missing[0], "checksum");
    crash_free(crash);
}

static void lost_crashes_are_told_once(void **state)
{
    uint64_t lost = 7;

    (void)state;
    fake_spool_poke(&fake, offsetof(struct epitaph_spool_header, lost), &lost, sizeof lost);
    assert_int_equal(harvest().lost, 7);
    assert_int_equal(harvest().lost, 0);
    lost = 9;
    fake_spool_poke(&fake, offsetof(struct epitaph_spool_header, lost), &lost, sizeof lost);
    assert_int_equal(harvest().lost, 2);
    lost = 1; /* a new spool */
    fake_spool_poke(&fake, offsetof(struct epitaph_spool_header, lost), &lost, sizeof lost);
    assert_int_equal(harvest().lost, 1);
}

static void a_full_incoming_leaves_records_in_the_spool(void **state)
{
    int fd;

    (void)state;
    assert_int_equal(folder_open(state_fd, HARVEST_INCOMING, FOLDER_MAKE, &fd), 0);
    for (unsigned i = 0; i < HARVEST_INCOMING_MAX; i++) {
        char name[64];
        snprintf(name, sizeof name, "%032x.record", i + 1);
        int file = openat(fd, name, O_WRONLY | O_CREAT, 0600);
        assert_true(file >= 0);
        close(file);
    }
    close(fd);
    fake_spool_write(&fake, 0, EPITAPH_SLOT_COMMITTED, 1, fake_record);
    struct harvest_report report = harvest();
    assert_int_equal(report.taken, 0);
    assert_true(report.left > 0);
    assert_int_equal(EPITAPH_SLOT_STATE(fake_spool_word(&fake, 0)), EPITAPH_SLOT_COMMITTED);
}

/* A door that notes what came through it. */
struct guest_book {
    unsigned begun, admitted, settled;
    int answer;
    char last_id[EVENT_ID_LENGTH + 1];
};

static void note_begin(void *context)
{
    ((struct guest_book *)context)->begun++;
}

static int note_admit(void *context, const struct event *event)
{
    struct guest_book *book = context;

    book->admitted++;
    memcpy(book->last_id, event->id, sizeof book->last_id);
    return book->answer;
}

static int note_settle(void *context)
{
    ((struct guest_book *)context)->settled++;
    return 0;
}

static int examine(struct guest_book *book)
{
    struct harvest_door door = {book, note_begin, note_admit, note_settle};
    struct examiner *examiner;

    assert_int_equal(examiner_new(NULL, &examiner), 0);
    int error = harvest_examine(state_fd, examiner, &origin, &door);
    examiner_free(examiner);
    return error;
}

static void an_admitted_record_becomes_history(void **state)
{
    struct guest_book book = {.answer = 0};

    (void)state;
    fake_spool_write(&fake, 0, EPITAPH_SLOT_COMMITTED, 1, fake_record);
    (void)harvest();
    assert_int_equal(examine(&book), 0);
    assert_int_equal(book.admitted, 1);
    assert_int_equal(book.settled, 1);
    assert_string_equal(book.last_id, "0f8fad5b-d9cb-469f-a165-70867728950e");
    assert_int_equal(count_in(HARVEST_INCOMING), 0);
    assert_int_equal(count_in(HARVEST_CRASHES), 1);
}

static void a_record_that_was_not_admitted_stays(void **state)
{
    struct guest_book book = {.answer = -ENOSPC};

    (void)state;
    fake_spool_write(&fake, 0, EPITAPH_SLOT_COMMITTED, 1, fake_record);
    (void)harvest();
    assert_int_equal(examine(&book), -ENOSPC);
    assert_int_equal(count_in(HARVEST_INCOMING), 1);
    assert_int_equal(count_in(HARVEST_CRASHES), 0);
    book.answer = 0;
    assert_int_equal(examine(&book), 0);
    assert_int_equal(count_in(HARVEST_INCOMING), 0);
}

static void a_file_that_is_no_record_does_not_stop_the_others(void **state)
{
    struct guest_book book = {.answer = 0};
    int fd;

    (void)state;
    fake_spool_write(&fake, 0, EPITAPH_SLOT_COMMITTED, 1, fake_record);
    (void)harvest();
    assert_int_equal(folder_open(state_fd, HARVEST_INCOMING, FOLDER_MAKE, &fd), 0);
    assert_int_equal(folder_write(fd, "garbage.record", "\xff\x00garbage", 9), 0);
    close(fd);
    assert_int_equal(examine(&book), 0);
    assert_int_equal(book.admitted, 1);
    assert_int_equal(count_in(HARVEST_INCOMING), 0);
    assert_int_equal(count_in(HARVEST_CRASHES), 2);
}

static void history_is_bounded_by_number_and_by_age(void **state)
{
    int fd;

    (void)state;
    assert_int_equal(folder_open(state_fd, HARVEST_CRASHES, FOLDER_MAKE, &fd), 0);
    for (unsigned i = 0; i < 10; i++) {
        char name[64];
        /* one a day, the oldest first */
        struct timespec times[2] = {{.tv_sec = 86400 * (1 + (time_t)i)},
                                    {.tv_sec = 86400 * (1 + (time_t)i)}};
        snprintf(name, sizeof name, "%032x.record", i + 1);
        assert_int_equal(folder_write(fd, name, "x", 1), 0);
        assert_int_equal(utimensat(fd, name, times, 0), 0);
    }
    assert_int_equal(harvest_prune(state_fd, 8, 100, 86400 * 11), 0);
    assert_int_equal(count_in(HARVEST_CRASHES), 8);
    assert_int_equal(harvest_prune(state_fd, 8, 3, 86400 * 11), 0);
    assert_int_equal(count_in(HARVEST_CRASHES), 3);
    assert_int_equal(faccessat(fd, "0000000000000000000000000000000a.record", F_OK, 0), 0);
    close(fd);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_committed_record_moves_and_its_slot_is_free),
        TEST(a_slot_being_written_is_left_alone),
        TEST(a_record_whose_writer_died_is_taken_as_torn),
        TEST(a_record_without_an_id_gets_one_that_stays),
        TEST(a_slot_taken_by_a_killed_collector_is_taken_again),
        TEST(two_records_with_one_id_are_both_kept),
        TEST(a_damaged_record_says_so),
        TEST(lost_crashes_are_told_once),
        TEST(a_full_incoming_leaves_records_in_the_spool),
        TEST(an_admitted_record_becomes_history),
        TEST(a_record_that_was_not_admitted_stays),
        TEST(a_file_that_is_no_record_does_not_stop_the_others),
        TEST(history_is_bounded_by_number_and_by_age),
    };

    return cmocka_run_group_tests_name("harvest", tests, NULL, NULL);
}
