/* Records as text: whole, torn, newer, hostile. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crash/record.h"
#include "fake_spool.h"

static struct crash *parse(const char *text)
{
    struct crash *crash = NULL;

    assert_int_equal(record_parse(text, strlen(text), &crash), 0);
    return crash;
}

static void a_whole_record_is_read_to_its_last_field(void **state)
{
    struct crash *crash = parse(fake_record);

    (void)state;
    assert_false(crash->torn);
    assert_int_equal(crash->missing_count, 0);
    assert_string_equal(crash->id, "0f8fad5bd9cb469fa16570867728950e");
    assert_int_equal(crash->time_ns, 1790000000123456789u);
    assert_int_equal(crash->uptime_ns, 2500000000u);
    assert_int_equal(crash->tid, 4712);
    assert_int_equal(crash->signal, 11);
    assert_string_equal(crash->signal_name, "SIGSEGV");
    assert_string_equal(crash->code_name, "SEGV_MAPERR");
    assert_true(crash->has_fault_address);
    assert_int_equal(crash->fault_address, 0x10);
    assert_int_equal(crash->frame_count, 2);
    assert_true(crash->frames[0].exact);
    assert_false(crash->frames[1].exact);
    assert_int_equal(crash->frames[1].trust, CRASH_TRUST_CFI);
    assert_int_equal(crash->frames[1].offset, 0x1180);
    assert_string_equal(crash_frame_module(crash, &crash->frames[1])->path,
                        "/home/ann/bin/demo");
    assert_string_equal(crash->arch, "x86_64");
    crash_free(crash);
}

static void a_record_cut_anywhere_is_torn_and_keeps_its_whole_lines(void **state)
{
    size_t end = strlen(fake_record);

    (void)state;
    for (size_t cut = 0; cut < end; cut++) {
        struct crash *crash = NULL;

        assert_int_equal(record_parse(fake_record, cut, &crash), 0);
        assert_true(crash->torn);
        assert_int_equal(crash->missing_count, 1);
        assert_string_equal(crash->missing[0], "end");
        /* A line counts from its newline on, never half. */
        const char *line = strstr(fake_record, "signal: ");
        size_t whole = (size_t)(strchr(line, '\n') + 1 - fake_record);
        assert_int_equal(crash->signal, cut >= whole ? 11 : 0);
        crash_free(crash);
    }
}

static void escapes_are_undone_and_a_nul_stays_escaped(void **state)
{
    struct crash *crash =
        parse("abort_message: a\\\\x41\\x0ab\\x7f\\x00c\\xzz\\\nthread: \xff\xfe\nend:\n");

    (void)state;
    assert_string_equal(crash->abort_message, "a\\x41\nb\x7f\\x00c\\xzz\\");
    assert_string_equal(crash->thread, "\xff\xfe");
    crash_free(crash);
}

static void unknown_keys_and_newer_versions_are_read_as_far_as_understood(void **state)
{
    struct crash *crash = parse("epitaph-record: 9\nquantum_state: both\nframe: hue=3\n"
                                "signal: 6 SIGABRT\nno colon here\nend:\n");

    (void)state;
    assert_int_equal(crash->version, 9);
    assert_int_equal(crash->signal, 6);
    assert_int_equal(crash->frame_count, 0);
    assert_false(crash->torn);
    crash_free(crash);
}

static void what_follows_path_is_never_taken_for_a_field(void **state)
{
    struct crash *crash =
        parse("module: index=0 base=0x1 path=/a build_id=abcd end=0x9 unloaded=1\nend:\n");

    (void)state;
    assert_int_equal(crash->module_count, 1);
    assert_null(crash->modules[0].build_id);
    assert_int_equal(crash->modules[0].end, 0);
    assert_false(crash->modules[0].unloaded);
    assert_string_equal(crash->modules[0].path, "/a build_id=abcd end=0x9 unloaded=1");
    crash_free(crash);
}

static void other_threads_and_a_python_traceback_are_read(void **state)
{
    struct crash *crash = parse("module: index=4 base=0x1 path=/m\n"
                                "other_frame: index=0 pc=0x9 module=4 offset=0x8\n"
                                "other_thread: tid=7 frames=20 name=io frames=3\n"
                                "other_frame: index=0 pc=0x9 module=4 offset=0x8\n"
                                "other_frame: index=1 pc=0xa module=5\n"
                                "other_thread: tid=8 frames=0\n"
                                "python:   File \"a.py\", line 1 in f\npython: end\nend:\n");

    (void)state;
    assert_int_equal(crash->frame_count, 0);
    assert_int_equal(crash->thread_count, 2);
    assert_int_equal(crash->threads[0].tid, 7);
    assert_int_equal(crash->threads[0].frames_total, 20);
    assert_string_equal(crash->threads[0].name, "io frames=3");
    assert_int_equal(crash->threads[0].frame_count, 2);
    assert_int_equal(crash->threads[0].frames[0].module, 0);
    assert_int_equal(crash->threads[0].frames[1].module, -1);
    assert_int_equal(crash->threads[1].frame_count, 0);
    assert_int_equal(crash->python_count, 2);
    assert_string_equal(crash->python[0], "  File \"a.py\", line 1 in f");
    crash_free(crash);
}

static void notes_are_read_and_bounded(void **state)
{
    static const char *const bad[] = {
        "step=1",          "key= value=x",
        "key=A value=x",   "key=a.b",
        "key=a value",     "key=a path=/ value=x",
        "key=a%b value=x", "key=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa value=x",
    };
    char text[32768];
    size_t length = 0;

    (void)state;
    struct crash *crash = parse("note: key=step value=one key=two value=three\n"
                                "note: key=empty value=\n"
                                "note: key=step value=again\\x0a\nend:\n");
    assert_int_equal(crash->note_count, 2);
    assert_string_equal(crash->notes[0].key, "step");
    assert_string_equal(crash->notes[0].value, "again\n");
    assert_string_equal(crash->notes[1].value, "");
    crash_free(crash);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length, "note: %s\n", bad[i]);
    }
    length += (size_t)snprintf(text + length, sizeof text - length,
                               "note: key=long value=%02000d\n", 0);
    for (int i = 0; i < 100; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length,
                                   "note: key=k%d value=%d\n", i, i);
    }
    crash = parse(text);
    assert_int_equal(crash->note_count, CRASH_NOTES_MAX);
    assert_string_equal(crash->notes[0].key, "k0");
    crash_free(crash);
}

static void a_mapping_is_read_once_and_needs_its_bounds(void **state)
{
    struct crash *crash =
        parse("mapping: low=0x1000 perms=rw-p path=/none\n"
              "mapping: low=0x1000 high=0x3000 perms=rwxpxwrp offset=0x2000 path=/a b/c=d "
              "path=/e\n"
              "mapping: low=0x5000 high=0x6000 perms=r--p offset=0x0 path=/second\n"
              "freed: low=0x1000\nend:\n");

    (void)state;
    assert_true(crash->has_mapping);
    assert_int_equal(crash->mapping_low, 0x1000);
    assert_int_equal(crash->mapping_high, 0x3000);
    assert_int_equal(crash->mapping_offset, 0x2000);
    assert_string_equal(crash->mapping_perms, "rwxpxwr");
    assert_string_equal(crash->mapping_path, "/a b/c=d path=/e");
    assert_false(crash->has_freed);
    crash_free(crash);
    crash = parse("mapping: low=0x1000 high=0x3000 perms=rw-p offset=0x0 path=\n");
    assert_true(crash->has_mapping);
    assert_null(crash->mapping_path);
    crash_free(crash);
}

static void the_harvest_line_wins_over_the_record(void **state)
{
    struct crash *crash = parse("harvest: id=11111111111111111111111111111111 count=5 "
                                "first_seen_ns=7 last_seen_ns=9 torn=1 uid=42\n"
                                "id: 22222222222222222222222222222222\nuid: 0\nend:\n");

    (void)state;
    assert_string_equal(crash->id, "11111111111111111111111111111111");
    assert_int_equal(crash->count, 5);
    assert_int_equal(crash->uid, 42);
    assert_int_equal(crash->first_seen_ns, 7);
    assert_true(crash->torn);
    crash_free(crash);
}

static const struct row {
    const char *name, *text;
} hostile_rows[] = {
    {"an_id_of_zeros_is_no_id", "id: 00000000000000000000000000000000\nend:\n"},
    {"an_id_that_is_a_path_is_no_id", "id: ../../../../../../etc/passwd/aaaa\nend:\n"},
    {"a_short_id_is_no_id", "id: abc\nend:\n"},
    {"a_number_that_overflows_is_not_known", "pid: 99999999999999999999999\nend:\n"},
    {"a_signed_frame_address_is_no_frame", "frame: index=0 pc=-1\nend:\n"},
    {"a_frame_of_no_module_has_none", "frame: index=-3 pc=0x1 module=65536\nend:\n"},
};

static void hostile_values_are_not_known(void **state)
{
    const struct row *row = *state;
    struct crash *crash = parse(row->text);

    assert_string_equal(crash->id, "");
    assert_int_equal(crash->pid, -1);
    assert_int_equal(crash->frame_count, 0);
    crash_free(crash);
}

static void repeated_lines_are_bounded(void **state)
{
    static const char frame[] = "frame: index=1 pc=0x1 module=3\n";
    static const char module[] = "module: index=3 path=/m\n";
    size_t each = 900;
    char *text = calloc(1, each * (sizeof frame + sizeof module + 32));
    char word[32];

    (void)state;
    for (size_t i = 0; i < each; i++) {
        strcat(text, frame);
        strcat(text, module);
        snprintf(word, sizeof word, "missing: m%zu\n", i);
        strcat(text, word);
    }
    struct crash *crash = parse(text);
    assert_int_equal(crash->frame_count, CRASH_FRAMES_MAX);
    assert_int_equal(crash->module_count, CRASH_MODULES_MAX);
    assert_int_equal(crash->missing_count, CRASH_MISSING_MAX);
    crash_free(crash);
    free(text);
}

static void text_beyond_the_limit_is_refused(void **state)
{
    size_t length = RECORD_LENGTH_MAX + 1;
    char *text = calloc(1, length);
    struct crash *crash = NULL;

    (void)state;
    assert_int_equal(record_parse(text, length, &crash), -EMSGSIZE);
    assert_null(crash);
    assert_int_equal(record_parse(text, length - 1, &crash), 0);
    assert_true(crash->torn);
    crash_free(crash);
    free(text);
}

#define HOSTILE_ROWS (sizeof hostile_rows / sizeof hostile_rows[0])

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_record_is_read_to_its_last_field),
        cmocka_unit_test(a_record_cut_anywhere_is_torn_and_keeps_its_whole_lines),
        cmocka_unit_test(escapes_are_undone_and_a_nul_stays_escaped),
        cmocka_unit_test(unknown_keys_and_newer_versions_are_read_as_far_as_understood),
        cmocka_unit_test(what_follows_path_is_never_taken_for_a_field),
        cmocka_unit_test(notes_are_read_and_bounded),
        cmocka_unit_test(other_threads_and_a_python_traceback_are_read),
        cmocka_unit_test(a_mapping_is_read_once_and_needs_its_bounds),
        cmocka_unit_test(the_harvest_line_wins_over_the_record),
        cmocka_unit_test(repeated_lines_are_bounded),
        cmocka_unit_test(text_beyond_the_limit_is_refused),
    };
    struct CMUnitTest hostile[HOSTILE_ROWS];

    for (size_t i = 0; i < HOSTILE_ROWS; i++) {
        hostile[i] = (struct CMUnitTest){
            .name = hostile_rows[i].name,
            .test_func = hostile_values_are_not_known,
            .initial_state = (void *)(uintptr_t)&hostile_rows[i],
        };
    }
    int failed = cmocka_run_group_tests_name("record", tests, NULL, NULL);
    return failed + cmocka_run_group_tests_name("record_hostile", hostile, NULL, NULL);
}
