/* Events: what is in them, and what must not be. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <cjson/cJSON.h>

#include "crash/record.h"
#include "event/parcel.h"
#include "fake_spool.h"
#include "harvest/examine.h"

static struct examiner *examiner;

static const struct event_origin origin = {
    .instance_id = "11111111-2222-3333-4444-555555555555",
    .device_id = "abcdef",
    .auth_mode = "api_key",
    .cli_version = "9.9.9",
};

static int setup(void **state)
{
    (void)state;
    return examiner_new(NULL, &examiner);
}

static int teardown(void **state)
{
    (void)state;
    examiner_free(examiner);
    return 0;
}

static struct event build(const char *text)
{
    struct event event = {.json = NULL};

    assert_int_equal(examine_record(examiner, text, strlen(text), &origin, &event), 0);
    return event;
}

static const char *text_at(const cJSON *object, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));

    assert_non_null(text);
    return text;
}

static void an_event_has_the_gateways_form(void **state)
{
    struct event event = build(fake_record);
    cJSON *json = cJSON_ParseWithOpts(event.json, NULL, 1);
    const cJSON *attributes = cJSON_GetObjectItem(json, "attributes");

    (void)state;
    assert_non_null(json);
    assert_string_equal(event.id, "0f8fad5b-d9cb-469f-a165-70867728950e");
    assert_string_equal(text_at(json, "event_id"), event.id);
    assert_string_equal(text_at(json, "type"), "crash");
    assert_string_equal(text_at(json, "schema_version"), "1.0");
    assert_string_equal(text_at(json, "instance_id"), origin.instance_id);
    assert_string_equal(text_at(json, "sessionId"), "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa");
    assert_string_equal(text_at(json, "timestamp"), "2026-09-21T14:13:20.123Z");
    assert_string_equal(text_at(attributes, "crash.error_type"), "SIGSEGV");
    assert_string_equal(text_at(attributes, "crash.error_message"),
                        "null pointer read at 0x10 in demo+0x1136");
    assert_string_equal(text_at(attributes, "crash.command"), "demo");
    assert_string_equal(text_at(attributes, "crash.stack"),
                        "#0  demo+0x1136 [8f1b2c3d]\n#1  demo+0x1180 [8f1b2c3d]");
    assert_string_equal(text_at(attributes, "crash.signature"), event.signature);
    assert_string_equal(text_at(attributes, "cli.version"), "9.9.9");
    assert_string_equal(text_at(attributes, "device.id"), "abcdef");
    assert_string_equal(text_at(attributes, "auth.mode"), "api_key");
    assert_string_equal(text_at(attributes, "env.os"), "linux");
    assert_string_equal(text_at(attributes, "env.shell"), "bash");
    assert_string_equal(text_at(attributes, "env.node_version"), "");
    assert_true(cJSON_IsFalse(cJSON_GetObjectItem(attributes, "env.ci")));
    assert_null(cJSON_GetObjectItem(attributes, "env.ci_provider"));
    assert_string_equal(text_at(attributes, "runtime.type"), "native");
    cJSON_Delete(json);
    event_done(&event);
}

static void what_stays_here_is_not_in_it(void **state)
{
    static const char *const forbidden[] = {"/home/ann", "\"ann\"", "rip=0x401136", "c5fe6f00",
                                            "7ffc0000"};
    struct event event = build(fake_record);

    (void)state;
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
        assert_null(strstr(event.json, forbidden[i]));
    }
    event_done(&event);
}

static void a_secret_is_hidden_in_every_field_that_may_hold_one(void **state)
{
    static const char secret[] = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
    static const char *const keys[] = {
        "abort_message",
        "exception_what",
        "thread",
        "program",
        "exe",
        "shell",
        "ci",
        "runtime",
        "app_version",
        "app",
        "missing",
        "fault_kind",
        "time",
        "runtime_version",
        "session",
        "arch",
        "code",
        "exe_build_id",
        "registers",
        "code_bytes",
        "home",
        "user",
    };

    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        char text[512];
        snprintf(text, sizeof text,
                 "epitaph-record: 1\nid: 0f8fad5bd9cb469fa16570867728950e\nsignal: 6 SIGABRT\n"
                 "%s: x %s y\nmodule: index=0 path=/opt/%s/lib\n"
                 "mapping: low=0x1 high=0x2 perms=%.6s path=/opt/%s/data\nend:\n",
                 keys[i], secret, secret, secret + 8, secret);
        struct event event = build(text);
        if (strstr(event.json, secret + 8) != NULL) {
            print_message("%s: %s\n", keys[i], event.json);
            fail();
        }
        event_done(&event);
    }
}

static const char noted_record[] =
    "epitaph-record: 1\nid: 0f8fad5bd9cb469fa16570867728950e\nsignal: 6 SIGABRT\nhome: "
    "/home/ann\n"
    "user: ann\n"
    "note: key=step value=reading /home/ann/orders\n"
    "note: key=api_key value=hunter2butlonger\n"
    "note: key=db-password value=correcthorse\n"
    "note: key=ann value=x\n"
    "note: key=key value=sk_live_4eC39HqLyjWDarjtT1zdp7dc\n"
    "note: key=mail value=from ada@lighthouse.example today\n"
    "end:\n";

static void notes_become_attributes_and_hide_what_their_keys_name(void **state)
{
    struct event event = build(noted_record);
    cJSON *json = cJSON_Parse(event.json);
    const cJSON *attributes = cJSON_GetObjectItem(json, "attributes");
    const cJSON *notes = cJSON_GetObjectItem(cJSON_GetObjectItem(json, "crash"), "notes");

    (void)state;
    assert_string_equal(text_at(attributes, "crash.note.step"), "reading ~/orders");
    assert_string_equal(text_at(notes, "step"), "reading ~/orders");
    assert_non_null(cJSON_GetObjectItem(notes, "mail"));
    for (const cJSON *note = notes->child; note != NULL; note = note->next) {
        assert_string_not_equal(note->string, "ann");
    }
    static const char *const hidden[] = {"hunter2", "4eC39HqL", "correcthorse",
                                         "ada@",    "\"ann\"",  "note.ann"};
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
        if (strstr(event.json, hidden[i]) != NULL) {
            print_message("%s: %s\n", hidden[i], event.json);
            fail();
        }
    }
    cJSON_Delete(json);
    event_done(&event);
}

static const char placed_record[] =
    "epitaph-record: 1\nid: 0f8fad5bd9cb469fa16570867728950e\nsignal: 7 SIGBUS\n"
    "code: 2 BUS_ADRERR\nhome: /home/ann\nuser: ann\nfault_address: 0x7f0000001000\n"
    "fault_access: read\nfault_kind: beyond-file\n"
    "mapping: low=0x7f0000000000 high=0x7f0000004000 perms=r--s offset=0x2000 "
    "path=/home/ann/orders/data 1.bin (deleted)\n"
    "freed: low=0x7f1000000000 high=0x7f1000010000\n"
    "module: index=0 base=0x1000 end=0x2000 bias=0x1000 build_id=- unloaded=1 "
    "path=/opt/x/libx.so\n"
    "module: index=1 base=0x3000 end=0x4000 bias=0x3000 build_id=- path=/opt/x/liby.so\nend:\n";

static void a_mapping_is_told_without_the_home_in_its_path(void **state)
{
    struct event event = build(placed_record);
    cJSON *json = cJSON_Parse(event.json);
    const cJSON *crash = cJSON_GetObjectItem(json, "crash");
    const cJSON *mapping = cJSON_GetObjectItem(crash, "mapping");
    const cJSON *freed = cJSON_GetObjectItem(crash, "freed");

    (void)state;
    assert_string_equal(text_at(mapping, "low"), "0x7f0000000000");
    assert_string_equal(text_at(mapping, "high"), "0x7f0000004000");
    assert_string_equal(text_at(mapping, "offset"), "0x2000");
    assert_string_equal(text_at(mapping, "perms"), "r--s");
    assert_string_equal(text_at(mapping, "path"), "~/orders/data 1.bin (deleted)");
    assert_string_equal(text_at(freed, "low"), "0x7f1000000000");
    assert_string_equal(text_at(freed, "high"), "0x7f1000010000");
    const cJSON *modules = cJSON_GetObjectItem(crash, "modules");
    assert_true(cJSON_IsTrue(cJSON_GetObjectItem(cJSON_GetArrayItem(modules, 0), "unloaded")));
    assert_null(cJSON_GetObjectItem(cJSON_GetArrayItem(modules, 1), "unloaded"));
    assert_string_equal(text_at(crash, "reason"),
                        "read past the end of the mapped file data 1.bin (deleted) (offset "
                        "0x3000) at 0x7f0000001000");
    cJSON_Delete(json);
    event_done(&event);
}

static void a_record_without_an_id_makes_no_event(void **state)
{
    struct event event;
    static const char text[] = "epitaph-record: 1\nsignal: 6 SIGABRT\nend:\n";

    (void)state;
    assert_int_equal(examine_record(examiner, text, sizeof text - 1, &origin, &event), -EINVAL);
}

static void an_event_is_read_back_as_it_was(void **state)
{
    struct event event = build(*state != NULL ? *state : fake_record);
    struct clean_crash *clean;
    struct event again;

    assert_int_equal(event_read_crash(event.json, event.length, &clean), 0);
    struct signature signature = signature_of(clean_crash_view(clean));
    assert_int_equal(event_build(clean, &origin, &signature, &again), 0);
    assert_string_equal(again.json, event.json);
    clean_crash_free(clean);
    event_done(&event);
    event_done(&again);
}

/* An event as another user hands it over, after `edit` has changed it. */
static cJSON *adopt(const char *text, void (*edit)(cJSON *event))
{
    static const struct parcel_sender sender = {"us", "device", "none"};
    struct event event = build(text);
    cJSON *json = cJSON_Parse(event.json);
    struct parcel *parcel;

    if (edit != NULL) {
        edit(json);
    }
    char *printed = cJSON_PrintUnformatted(json);
    assert_int_equal(parcel_parse(printed, strlen(printed), &parcel), 0);
    free(printed);
    assert_int_equal(parcel_adopt(parcel, &sender), 0);
    cJSON *adopted = cJSON_Duplicate(parcel_json(parcel), true);
    parcel_free(parcel);
    cJSON_Delete(json);
    event_done(&event);
    return adopted;
}

static void an_adopted_event_keeps_its_structure(void **state)
{
    const char *record = *state != NULL ? *state : fake_record;
    struct event event = build(record);
    cJSON *before = cJSON_Parse(event.json);
    cJSON *adopted = adopt(record, NULL);

    char *want = cJSON_PrintUnformatted(cJSON_GetObjectItem(before, "crash"));
    char *have = cJSON_PrintUnformatted(cJSON_GetObjectItem(adopted, "crash"));

    assert_non_null(want);
    assert_string_equal(have, want);
    free(want);
    free(have);
    cJSON_Delete(adopted);
    cJSON_Delete(before);
    event_done(&event);
}

static void add_strangers(cJSON *event)
{
    cJSON *crash = cJSON_GetObjectItem(event, "crash");
    cJSON *frames = cJSON_GetObjectItem(crash, "frames");

    cJSON_AddStringToObject(crash, "environ", "LEAK=1");
    cJSON_ReplaceItemInObject(crash, "signature", cJSON_CreateString("not a signature at all"));
    cJSON_ReplaceItemInObject(crash, "pid", cJSON_CreateNumber(1e300));
    for (size_t i = 0; i < 100000; i++) {
        cJSON_AddItemToArray(frames, cJSON_CreateNull());
    }
}

static void an_adopted_structure_has_known_keys_within_bounds(void **state)
{
    (void)state;
    cJSON *adopted = adopt(fake_record, add_strangers);
    const cJSON *crash = cJSON_GetObjectItem(adopted, "crash");

    assert_non_null(cJSON_GetObjectItem(crash, "frames"));
    assert_null(cJSON_GetObjectItem(crash, "environ"));
    assert_null(cJSON_GetObjectItem(crash, "signature"));
    assert_true(cJSON_GetArraySize(cJSON_GetObjectItem(crash, "frames")) <= CRASH_FRAMES_MAX);
    assert_null(cJSON_GetObjectItem(crash, "pid"));
    cJSON_Delete(adopted);
}

static void be_another_crash(cJSON *event)
{
    cJSON_ReplaceItemInObject(cJSON_GetObjectItem(event, "crash"), "id",
                              cJSON_CreateString("0123456789abcdef0123456789abcdef"));
}

static void be_no_structure(cJSON *event)
{
    cJSON_ReplaceItemInObject(event, "crash", cJSON_CreateString("x"));
}

static void an_adopted_structure_of_another_crash_is_removed(void **state)
{
    void (*const edits[])(cJSON *) = {be_another_crash, be_no_structure};

    (void)state;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        cJSON *adopted = adopt(fake_record, edits[i]);
        assert_null(cJSON_GetObjectItem(adopted, "crash"));
        assert_non_null(cJSON_GetObjectItem(adopted, "attributes"));
        cJSON_Delete(adopted);
    }
}

static void an_event_cut_anywhere_is_refused_or_read(void **state)
{
    struct event event = build(fake_record);

    (void)state;
    for (size_t cut = 0; cut < event.length; cut += 7) {
        struct clean_crash *clean;
        assert_int_equal(event_read_crash(event.json, cut, &clean), -EBADMSG);
    }
    event_done(&event);
}

static void what_is_read_back_has_its_form_or_is_dropped(void **state)
{
    static const char json[] =
        "{\"crash\":{\"id\":\"0f8fad5bd9cb469fa16570867728950e\",\"exe_build_id\":\"\\u001b["
        "2J\","
        "\"pid\":-5,\"count\":1e300,\"signal_number\":\"11\",\"frames_total\":-1,"
        "\"frames\":[{\"module\":7,\"pc\":\"12\",\"names\":[{\"line\":-3}]},5,null],"
        "\"modules\":[{\"path\":5,\"build_id\":\"ab\\u001b\",\"state\":\"odd\"}],"
        "\"notes\":{\"a\":5,\"b\":\"kept\",\"C\":\"x\",\"\":\"x\",\"b\":\"twice\"}}}";
    struct clean_crash *clean;

    (void)state;
    assert_int_equal(event_read_crash(json, sizeof json - 1, &clean), 0);
    const struct crash *crash = clean_crash_view(clean);
    assert_null(crash->exe_build_id);
    assert_int_equal(crash->pid, -1);
    assert_int_equal(crash->count, 1);
    assert_int_equal(crash->signal, 0);
    assert_int_equal(crash->frames_total, 0);
    assert_int_equal(crash->frame_count, 3);
    assert_null(crash_frame_module(crash, &crash->frames[0]));
    assert_int_equal(crash->frames[0].names[0].line, 0);
    assert_null(crash->modules[0].build_id);
    assert_null(crash->modules[0].path);
    assert_int_equal(crash->modules[0].state, CRASH_MODULE_UNSEEN);
    assert_int_equal(crash->note_count, 1);
    assert_string_equal(crash->notes[0].value, "twice");
    clean_crash_free(clean);
}

static void a_long_message_is_cut_on_a_character(void **state)
{
    char text[4096];
    struct event event;

    (void)state;
    size_t length = (size_t)snprintf(text, sizeof text,
                                     "id: 0f8fad5bd9cb469fa16570867728950e\nsignal: 6 SIGABRT\n"
                                     "abort_message: ");
    for (int i = 0; i < 900; i++) {
        memcpy(text + length, "\xc3\xa4", 2);
        length += 2;
    }
    strcpy(text + length, "\nend:\n");
    event = build(text);
    cJSON *json = cJSON_Parse(event.json);
    const char *message =
        text_at(cJSON_GetObjectItem(json, "attributes"), "crash.error_message");
    assert_in_range(strlen(message), 1021, 1024);
    assert_string_equal(message + strlen(message) - 5, "\xc3\xa4...");
    cJSON_Delete(json);
    event_done(&event);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_has_the_gateways_form),
        cmocka_unit_test(what_stays_here_is_not_in_it),
        cmocka_unit_test(a_secret_is_hidden_in_every_field_that_may_hold_one),
        cmocka_unit_test(notes_become_attributes_and_hide_what_their_keys_name),
        cmocka_unit_test(a_record_without_an_id_makes_no_event),
        cmocka_unit_test(a_mapping_is_told_without_the_home_in_its_path),
        cmocka_unit_test(an_event_is_read_back_as_it_was),
        {"an_event_with_a_mapping_is_read_back_as_it_was", an_event_is_read_back_as_it_was,
         NULL, NULL, (void *)(uintptr_t)placed_record},
        {"an_adopted_event_keeps_its_mapping", an_adopted_event_keeps_its_structure, NULL, NULL,
         (void *)(uintptr_t)placed_record},
        {"an_event_with_notes_is_read_back_as_it_was", an_event_is_read_back_as_it_was, NULL,
         NULL, (void *)(uintptr_t)noted_record},
        cmocka_unit_test(an_adopted_event_keeps_its_structure),
        {"an_adopted_event_with_notes_keeps_its_structure",
         an_adopted_event_keeps_its_structure, NULL, NULL, (void *)(uintptr_t)noted_record},
        cmocka_unit_test(an_adopted_structure_has_known_keys_within_bounds),
        cmocka_unit_test(an_adopted_structure_of_another_crash_is_removed),
        cmocka_unit_test(an_event_cut_anywhere_is_refused_or_read),
        cmocka_unit_test(what_is_read_back_has_its_form_or_is_dropped),
        cmocka_unit_test(a_long_message_is_cut_on_a_character),
    };

    return cmocka_run_group_tests_name("event", tests, setup, teardown);
}
