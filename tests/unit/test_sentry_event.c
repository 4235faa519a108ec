/* Sentry's event and envelope: what is in them, whatever the parcel is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <cjson/cJSON.h>

#include "encoding/text.h"
#include "event/event.h"
#include "event/parcel.h"
#include "fake_spool.h"
#include "formats/sentry_envelope.h"
#include "formats/sentry_event.h"
#include "harvest/examine.h"
#include "strict_sentry.h"

#define ID "0f8fad5b-d9cb-469f-a165-70867728950e"
#define HEX_ID "0f8fad5bd9cb469fa16570867728950e"
#define NOW_S INT64_C(1800000000)

static const struct sentry_origin nobody = {.environment = NULL};

/* The event of a parcel, checked to the letter; the caller deletes it. */
static cJSON *speak(const char *json, const struct sentry_origin *origin)
{
    struct parcel *parcel;
    char *text, *again;
    size_t length, length_again;

    assert_int_equal(parcel_parse(json, strlen(json), &parcel), 0);
    assert_int_equal(sentry_event_print(parcel, origin, &text, &length), 0);
    const char *complaint = strict_sentry(text, length);
    if (complaint != NULL) {
        fail_msg("%s: %.2000s", complaint, text);
    }
    assert_int_equal(sentry_event_print(parcel, origin, &again, &length_again), 0);
    assert_string_equal(text, again);
    cJSON *event = cJSON_Parse(text);
    free(text);
    free(again);
    parcel_free(parcel);
    return event;
}

/* "exception.values.0.type": what is there, or NULL. */
static const cJSON *at(const cJSON *item, const char *path)
{
    char word[64];

    while (*path != '\0') {
        size_t length = strcspn(path, "/");
        snprintf(word, sizeof word, "%.*s", (int)length, path);
        item = cJSON_IsArray(item) ? cJSON_GetArrayItem(item, (int)strtol(word, NULL, 10))
                                   : cJSON_GetObjectItemCaseSensitive(item, word);
        path += length + (path[length] == '/');
    }
    return item;
}

static const char *text_at(const cJSON *event, const char *path)
{
    const char *text = cJSON_GetStringValue(at(event, path));

    return text != NULL ? text : "(nothing)";
}

static int number_at(const cJSON *event, const char *path)
{
    const cJSON *item = at(event, path);

    return cJSON_IsNumber(item) ? item->valueint : -1;
}

#define ATTRIBUTES                                                                             \
    "\"attributes\":{\"crash.error_type\":\"SIGSEGV\",\"crash.error_message\":\"null pointer " \
    "read\",\"crash.signature\":\"5d41402abc4b2a76\",\"crash.count\":7,\"crash.command\":"     \
    "\"demo\",\"device.id\":\"abcdef\",\"auth.mode\":\"api_key\",\"env.ci\":true,"             \
    "\"env.os_version\":\"Debian GNU/Linux 12 (bookworm)\",\"runtime.type\":\"native\","       \
    "\"crash.python\":\"a\\nb\",\"crash.dropped\":\"queue_full=3\"}"
#define HEAD                                                                                   \
    "{\"type\":\"crash\",\"event_id\":\"" ID "\",\"timestamp\":\"2026-01-31T12:00:00.123Z\","
#define CRASH_HEAD "\"crash\":{\"id\":\"" HEX_ID "\""

static const char whole[] = HEAD ATTRIBUTES
    "," CRASH_HEAD ",\"tid\":70,\"pid\":70,\"thread\":\"demo\",\"arch\":\"aarch64\","
    "\"signal\":\"SIGSEGV\",\"signal_number\":11,\"code\":1,\"code_name\":\"SEGV_MAPERR\","
    "\"fault_address\":\"0xffffffffff600000\",\"fault_kind\":\"null-page\",\"app\":\"de/mo\","
    "\"app_version\":\"1.4.2\",\"notes\":{\"order\":\"47\"},\"exe\":\"/opt/"
    "demo\",\"frames_total\":4,\"frames\":["
    "{\"index\":0,\"pc\":\"0x7f0000001136\",\"exact\":true,\"trust\":\"context\",\"module\":1,"
    "\"offset\":\"0x1136\",\"function_offset\":\"0x6\",\"names\":["
    "{\"function\":\"inner\",\"file\":\"/src/lib/inner.h\",\"line\":3,\"column\":7,"
    "\"inlined\":true},"
    "{\"function\":\"outer\",\"file\":\"lib.c\",\"line\":20,\"inlined\":false}]},"
    "{\"index\":1,\"pc\":\"0x7f0000001200\",\"trust\":\"cfi\",\"module\":1,\"offset\":"
    "\"0x1200\",\"names\":[]},"
    "{\"index\":2,\"pc\":\"0x7f1000000100\",\"trust\":\"fp\",\"module\":2,\"offset\":\"0x100\","
    "\"function_offset\":\"0x10\",\"names\":[{\"function\":\"abort\",\"inlined\":false}]},"
    "{\"index\":3,\"pc\":\"0x401000\",\"trust\":\"scan\",\"module\":0,\"offset\":\"0x401000\","
    "\"function_offset\":\"0x0\",\"names\":[{\"function\":\"main\",\"inlined\":false}]}],"
    "\"threads\":[{\"tid\":71,\"name\":\"worker\",\"frames_total\":1,\"frames\":[{\"index\":0,"
    "\"pc\":\"0x7f1000000200\",\"exact\":true,\"trust\":\"context\",\"module\":2,\"names\":[]}]"
    "}],"
    "\"modules\":[{\"path\":\"/opt/demo\",\"build_id\":"
    "\"f9a0ee706029a0f3f40bf56fa26d6556b36a7fe3\",\"base\":\"0x400000\",\"end\":\"0x405000\","
    "\"bias\":\"0x0\"},"
    "{\"path\":\"/lib/libdemo.so\",\"build_id\":\"8d23a6f8b2bc7b672b9ff440c529f8781bc685f2\","
    "\"base\":\"0x7f0000000000\",\"end\":\"0x7f0000004000\",\"bias\":\"0x7f0000000000\"},"
    "{\"path\":\"/lib/libc.so.6\",\"build_id\":\"00112233\",\"base\":\"0x7f1000000000\","
    "\"end\":\"0x7f1000200000\",\"bias\":\"0x7f1000000000\"},"
    "{\"path\":\"[vdso]\",\"base\":\"0x7fff00000000\",\"end\":\"0x7fff00001000\"},"
    "{\"path\":\"/lib/unused.so\",\"build_id\":\"abcd\",\"base\":\"0x7f3000000000\",\"end\":"
    "\"0x7f3000001000\"}]}}";

static void the_outermost_frame_comes_first(void **state)
{
    static const struct want {
        const char *function, *address, *symbol, *package, *trust;
        bool in_app;
    } wanted[] = {
        {"main", "0x401000", "0x401000", "/opt/demo", "scan", true},
        {"abort", "0x7f1000000100", "0x7f10000000f0", "/lib/libc.so.6", "fp", false},
        {"libdemo.so+0x1200", "0x7f0000001200", "(nothing)", "/lib/libdemo.so", "cfi", true},
        {"outer", "0x7f0000001136", "0x7f0000001130", "/lib/libdemo.so", "context", true},
        {"inner", "0x7f0000001136", "(nothing)", "/lib/libdemo.so", "context", true},
    };
    cJSON *event = speak(whole, &nobody);
    const cJSON *frames = at(event, "exception/values/0/stacktrace/frames");

    (void)state;
    assert_int_equal(cJSON_GetArraySize(frames), sizeof wanted / sizeof *wanted);
    for (int i = 0; i < cJSON_GetArraySize(frames); i++) {
        const cJSON *frame = cJSON_GetArrayItem(frames, i);
        assert_string_equal(text_at(frame, "function"), wanted[i].function);
        assert_string_equal(text_at(frame, "instruction_addr"), wanted[i].address);
        assert_string_equal(text_at(frame, "symbol_addr"), wanted[i].symbol);
        assert_string_equal(text_at(frame, "package"), wanted[i].package);
        assert_string_equal(text_at(frame, "trust"), wanted[i].trust);
        assert_int_equal(cJSON_IsTrue(at(frame, "in_app")), wanted[i].in_app);
        /* Those of an address with inlined calls are not to be unfolded again. */
        assert_int_equal(at(frame, "data") != NULL, i >= 3);
    }
    assert_string_equal(text_at(frames, "4/filename"), "inner.h");
    assert_string_equal(text_at(frames, "4/abs_path"), "/src/lib/inner.h");
    assert_int_equal(number_at(frames, "4/lineno"), 3);
    assert_int_equal(number_at(frames, "4/colno"), 7);
    assert_string_equal(text_at(frames, "3/filename"), "lib.c");
    assert_null(at(frames, "3/abs_path"));
    assert_string_equal(text_at(frames, "1/image_addr"), "0x7f1000000000");
    assert_string_equal(
        text_at(event, "exception/values/0/stacktrace/instruction_addr_adjustment"), "all");
    assert_string_equal(
        text_at(event, "threads/values/1/stacktrace/instruction_addr_adjustment"),
        "all_but_first");
    cJSON_Delete(event);
}

static void an_image_has_the_ids_of_its_build(void **state)
{
    cJSON *event = speak(whole, &nobody);
    const cJSON *images = at(event, "debug_meta/images");

    (void)state;
    assert_int_equal(cJSON_GetArraySize(images), 4); /* the vDSO never was a file */
    assert_string_equal(text_at(images, "1/code_id"),
                        "8d23a6f8b2bc7b672b9ff440c529f8781bc685f2");
    assert_string_equal(text_at(images, "1/debug_id"), "f8a6238d-bcb2-677b-2b9f-f440c529f878");
    assert_string_equal(text_at(images, "1/type"), "elf");
    assert_string_equal(text_at(images, "1/code_file"), "/lib/libdemo.so");
    assert_string_equal(text_at(images, "1/image_addr"), "0x7f0000000000");
    assert_int_equal(number_at(images, "1/image_size"), 0x4000);
    assert_string_equal(text_at(images, "1/arch"), "arm64");
    assert_string_equal(text_at(images, "2/debug_id"), "33221100-0000-0000-0000-000000000000");
    assert_string_equal(text_at(images, "0/image_addr"), "0x400000");
    cJSON_Delete(event);
}

static void an_event_says_what_happened(void **state)
{
    cJSON *event = speak(whole, &nobody);
    const cJSON *exception = at(event, "exception/values/0");
    const cJSON *signal = at(exception, "mechanism/meta/signal");

    (void)state;
    assert_string_equal(text_at(event, "event_id"), HEX_ID);
    assert_string_equal(text_at(event, "timestamp"), "2026-01-31T12:00:00.123Z");
    assert_string_equal(text_at(event, "platform"), "native");
    assert_string_equal(text_at(event, "level"), "fatal");
    assert_string_equal(text_at(event, "release"), "de-mo@1.4.2");
    assert_string_equal(text_at(event, "fingerprint/0"), "5d41402abc4b2a76");
    assert_string_equal(text_at(event, "user/id"), "abcdef");
    assert_null(at(event, "environment"));
    assert_null(at(event, "server_name"));
    assert_string_equal(text_at(exception, "type"), "SIGSEGV");
    assert_string_equal(text_at(exception, "value"), "null pointer read");
    assert_string_equal(text_at(exception, "mechanism/type"), "signalhandler");
    assert_true(cJSON_IsFalse(at(exception, "mechanism/handled")));
    assert_true(cJSON_IsTrue(at(exception, "mechanism/synthetic")));
    assert_string_equal(text_at(exception, "mechanism/data/relevant_address"),
                        "0xffffffffff600000");
    assert_int_equal(number_at(signal, "number"), 11);
    assert_int_equal(number_at(signal, "code"), 1);
    assert_string_equal(text_at(signal, "name"), "SIGSEGV");
    assert_string_equal(text_at(signal, "code_name"), "SEGV_MAPERR");
    assert_int_equal(number_at(exception, "thread_id"), 70);
    assert_int_equal(number_at(event, "threads/values/0/id"), 70);
    assert_true(cJSON_IsTrue(at(event, "threads/values/0/crashed")));
    assert_null(at(event, "threads/values/0/stacktrace"));
    assert_int_equal(number_at(event, "threads/values/1/id"), 71);
    assert_string_equal(text_at(event, "threads/values/1/name"), "worker");
    assert_true(cJSON_IsFalse(at(event, "threads/values/1/crashed")));
    assert_string_equal(text_at(event, "tags/crash.count"), "7");
    assert_string_equal(text_at(event, "tags/env.ci"), "true");
    assert_string_equal(text_at(event, "tags/crash.fault_kind"), "null-page");
    assert_string_equal(text_at(event, "contexts/os/raw_description"),
                        "Debian GNU/Linux 12 (bookworm)");
    assert_string_equal(text_at(event, "contexts/device/arch"), "arm64");
    assert_string_equal(text_at(event, "contexts/runtime/name"), "native");
    assert_string_equal(text_at(event, "contexts/app/app_version"), "1.4.2");
    assert_string_equal(text_at(event, "extra/crash.python"), "a\nb");
    assert_string_equal(text_at(event, "extra/crash.dropped"), "queue_full=3");
    assert_string_equal(text_at(event, "extra/crash.note.order"), "47");
    cJSON_Delete(event);
}

static void what_the_installation_says_comes_first(void **state)
{
    static const struct sentry_origin origin = {
        .environment = "pro/duction", .release = "shop@2\n", .server_name = "web-1"};
    cJSON *event = speak(whole, &origin);

    (void)state;
    assert_string_equal(text_at(event, "environment"), "pro-duction");
    assert_string_equal(text_at(event, "release"), "shop@2 ");
    assert_string_equal(text_at(event, "server_name"), "web-1");
    cJSON_Delete(event);
}

static void a_real_record_is_an_event(void **state)
{
    static const struct event_origin origin = {
        .instance_id = "i", .device_id = "d", .auth_mode = "none", .cli_version = ""};
    struct examiner *examiner;
    struct event made;

    (void)state;
    assert_int_equal(examiner_new(NULL, &examiner), 0);
    assert_int_equal(examine_record(examiner, fake_record, strlen(fake_record), &origin, &made),
                     0);
    cJSON *event = speak(made.json, &nobody);
    assert_string_equal(text_at(event, "exception/values/0/type"), "SIGSEGV");
    assert_string_equal(text_at(event, "exception/values/0/stacktrace/frames/1/function"),
                        "demo+0x1136");
    assert_string_equal(text_at(event, "fingerprint/0"), made.signature);
    cJSON_Delete(event);
    event_done(&made);
    examiner_free(examiner);
}

static void a_cxx_exception_is_not_synthetic(void **state)
{
    cJSON *event = speak(HEAD "\"attributes\":{}," CRASH_HEAD
                              ",\"signal\":\"SIGABRT\",\"signal_number\":6,\"exception_type\":"
                              "\"std::runtime_error\"}}",
                         &nobody);

    (void)state;
    assert_true(cJSON_IsFalse(at(event, "exception/values/0/mechanism/synthetic")));
    assert_string_equal(text_at(event, "exception/values/0/type"), "std::runtime_error");
    cJSON_Delete(event);
}

/* Another user may have written the parcel. Whatever it is, the event is one to the letter. */
static const struct hostile {
    const char *name, *json;
} hostile[] = {
    {"no_structure", HEAD ATTRIBUTES "}"},
    {"nothing_at_all", "{\"type\":\"crash\",\"event_id\":\"1\",\"attributes\":{}}"},
    {"structure_is_a_string", HEAD ATTRIBUTES ",\"crash\":\"gone\"}"},
    {"structure_is_an_array", HEAD ATTRIBUTES ",\"crash\":[1,2]}"},
    {"id_is_no_uuid",
     "{\"type\":\"crash\",\"event_id\":\"zzzz\",\"attributes\":{}," CRASH_HEAD "}}"},
    {"timestamp_is_a_number",
     "{\"type\":\"crash\",\"event_id\":\"" ID "\",\"timestamp\":1e300,\"attributes\":{}}"},
    {"timestamp_is_nonsense", "{\"type\":\"crash\",\"event_id\":\"" ID
                              "\",\"timestamp\":\"yesterday\",\"attributes\":{}}"},
    {"attributes_of_other_types",
     HEAD "\"attributes\":{\"crash.error_type\":7,\"crash.error_message\":[],"
          "\"crash.signature\":{},\"crash.count\":\"many\",\"crash.command\":true,"
          "\"device.id\":1,\"auth.mode\":null,\"env.ci\":\"yes\",\"cli.version\":[1],"
          "\"runtime.type\":3,\"crash.python\":{},\"env.os_version\":12}}"},
    {"count_is_no_number_of_crashes", HEAD "\"attributes\":{\"crash.count\":-1e308}}"},
    {"count_is_a_fraction", HEAD "\"attributes\":{\"crash.count\":2.5}}"},
    {"lines_in_tags", HEAD "\"attributes\":{\"crash.command\":\"a\\nb\\u0007\\u007f\","
                           "\"device.id\":\"x\\ny\"}}"},
    {"empty_strings", HEAD "\"attributes\":{\"crash.error_type\":\"\",\"crash.command\":\"\","
                           "\"device.id\":\"\",\"crash.signature\":\"\"}," CRASH_HEAD
                           ",\"signal\":\"\",\"thread\":\"\",\"app\":\"\",\"arch\":\"\"}}"},
    {"frames_of_other_types",
     HEAD "\"attributes\":{}," CRASH_HEAD ",\"frames\":[1,\"a\",null,[],{},{\"pc\":7},"
          "{\"pc\":\"0xzz\",\"module\":\"x\",\"names\":[0,\"f\",{\"function\":9}]},"
          "{\"pc\":\"0x10\",\"function_offset\":\"0xffff\",\"names\":[{\"line\":-5,"
          "\"column\":1e99,\"file\":\"\",\"function\":\"\"}],\"module\":250}]}}"},
    {"frames_is_an_object",
     HEAD "\"attributes\":{}," CRASH_HEAD ",\"frames\":{\"0\":{\"pc\":\"0x1\"}}}}"},
    {"modules_of_other_types",
     HEAD "\"attributes\":{}," CRASH_HEAD ",\"modules\":[1,{},{\"path\":3,\"build_id\":4},"
          "{\"path\":\"/x\",\"build_id\":\"xyz\"},{\"path\":\"/y\",\"build_id\":\"abc\"},"
          "{\"path\":\"/z\",\"build_id\":\"abcd\",\"base\":\"0xffffffffffffffff\",\"end\":"
          "\"0x1\"},{\"path\":\"/w\",\"build_id\":\"ef\",\"base\":\"0x0\",\"end\":"
          "\"0xffffffffffffffff\"},{\"path\":\"\",\"build_id\":\"ef\"}]}}"},
    {"threads_of_other_types",
     HEAD "\"attributes\":{}," CRASH_HEAD ",\"tid\":5,\"threads\":[1,{},{\"tid\":\"x\"},"
          "{\"tid\":5,\"name\":\"twice\"},{\"tid\":6,\"name\":\"a\\nb\",\"frames\":9}]}}"},
    {"threads_without_the_crashed_one",
     HEAD "\"attributes\":{}," CRASH_HEAD ",\"threads\":[{\"tid\":6,\"frames\":[]}]}}"},
    {"signal_of_another_type",
     HEAD "\"attributes\":{}," CRASH_HEAD
          ",\"signal\":11,\"signal_number\":\"11\",\"code\":\"1\",\"fault_address\":0}}"},
    {"negative_code", HEAD "\"attributes\":{}," CRASH_HEAD
                           ",\"signal\":\"SIGABRT\",\"signal_number\":6,\"code\":-6}}"},
};

static void check_hostile(void **state)
{
    const struct hostile *row = *state;

    cJSON_Delete(speak(row->json, &nobody));
}

/* An event of `frames` frames, each with `names` names of `bytes` bytes. */
static char *large(unsigned frames, unsigned names, size_t bytes)
{
    struct text text = {.bytes = NULL};
    char *name = malloc(bytes + 1);

    memset(name, 'n', bytes);
    name[bytes] = '\0';
    text_format(&text, HEAD ATTRIBUTES "," CRASH_HEAD
                                       ",\"tid\":1,\"frames_total\":9,\"exe\":\"/opt/main\","
                                       "\"threads\":[{\"tid\":2,\"frames\":[{\"pc\":\"0x1\"}]}]"
                                       ",\"modules\":[");
    for (unsigned i = 0; i < 3; i++) {
        text_format(&text, "%s{\"path\":\"/opt/%s\",\"build_id\":\"ab\",\"base\":\"0x%x000\"}",
                    i > 0 ? "," : "",
                    i == 0   ? "used"
                    : i == 1 ? "main"
                             : "unused",
                    i + 1);
    }
    text_format(&text, "],\"frames\":[");
    for (unsigned i = 0; i < frames; i++) {
        text_format(&text, "%s{\"index\":%u,\"pc\":\"0x%x\",\"module\":0,\"names\":[",
                    i > 0 ? "," : "", i, i);
        for (unsigned n = 0; n < names; n++) {
            text_format(&text, "%s{\"function\":\"f%u%s\"}", n > 0 ? "," : "", i, name);
        }
        text_format(&text, "]}");
    }
    text_format(&text, "]}}");
    free(name);
    return text_take(&text);
}

static void a_deep_stack_keeps_both_ends(void **state)
{
    char *json = large(500, 4, 10);
    cJSON *event = speak(json, &nobody);
    const cJSON *frames = at(event, "exception/values/0/stacktrace/frames");
    int count = cJSON_GetArraySize(frames);

    (void)state;
    assert_in_range(count, 992, 1000);
    assert_string_equal(text_at(cJSON_GetArrayItem(frames, count - 1), "function"),
                        "f0nnnnnnnnnn");
    assert_string_equal(text_at(frames, "0/function"), "f499nnnnnnnnnn");
    assert_int_equal(number_at(event, "extra/crash.frames_total"), 9);
    cJSON_Delete(event);
    free(json);
}

static void what_is_too_large_loses_the_least_first(void **state)
{
    char *json = large(500, 1, 1800);
    cJSON *event = speak(json, &nobody); /* checks that it is at most 1 MiB */

    (void)state;
    assert_int_equal(cJSON_GetArraySize(at(event, "exception/values/0/stacktrace/frames")),
                     500);
    assert_int_equal(cJSON_GetArraySize(at(event, "debug_meta/images")), 3);
    cJSON_Delete(event);
    free(json);
    json = large(16, 64, 900);
    event = speak(json, &nobody);
    assert_in_range(cJSON_GetArraySize(at(event, "exception/values/0/stacktrace/frames")), 64,
                    1000);
    cJSON_Delete(event);
    free(json);
}

static void an_id_is_32_hex_digits(void **state)
{
    char id[SENTRY_ID_LENGTH + 1], other[SENTRY_ID_LENGTH + 1];

    (void)state;
    sentry_event_id(ID, id);
    assert_string_equal(id, HEX_ID);
    sentry_event_id("0F8FAD5B-D9CB-469F-A165-70867728950E", id);
    assert_string_equal(id, HEX_ID);
    sentry_event_id(ID "0", id);
    sentry_event_id(ID "1", other);
    assert_int_equal(strspn(id, "0123456789abcdef"), 32);
    assert_string_not_equal(id, other);
    sentry_event_id("", id);
    assert_int_equal(strlen(id), 32);
}

static void an_envelope_says_its_length_in_bytes(void **state)
{
    static const char event[] = "{\"message\":\"caf\xc3\xa9\"}";
    static const char want[] =
        "{\"event_id\":\"" HEX_ID "\",\"sent_at\":\"2027-01-15T08:00:00Z\",\"sdk\":{\"name\":"
        "\"epitaph\",\"version\":\"" EPITAPH_VERSION "\"}}\n"
        "{\"type\":\"event\",\"content_type\":\"application/json\",\"length\":19}\n"
        "{\"message\":\"caf\xc3\xa9\"}\n";
    size_t length;
    char *envelope = sentry_envelope(HEX_ID, event, strlen(event), NOW_S, &length);

    (void)state;
    assert_non_null(envelope);
    assert_string_equal(envelope, want);
    assert_int_equal(length, strlen(want));
    assert_true(length - strlen(event) <= SENTRY_ENVELOPE_FRAME);
    free(envelope);
}

static void an_empty_envelope_is_a_header(void **state)
{
    size_t length;
    char *envelope = sentry_envelope(NULL, NULL, 0, NOW_S, &length);

    (void)state;
    assert_string_equal(envelope, "{\"sent_at\":\"2027-01-15T08:00:00Z\",\"sdk\":{\"name\":"
                                  "\"epitaph\",\"version\":\"" EPITAPH_VERSION "\"}}\n");
    assert_int_equal(length, strlen(envelope));
    free(envelope);
}

int main(void)
{
    struct CMUnitTest rows[sizeof hostile / sizeof *hostile];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_outermost_frame_comes_first),
        cmocka_unit_test(an_image_has_the_ids_of_its_build),
        cmocka_unit_test(an_event_says_what_happened),
        cmocka_unit_test(what_the_installation_says_comes_first),
        cmocka_unit_test(a_real_record_is_an_event),
        cmocka_unit_test(a_cxx_exception_is_not_synthetic),
        cmocka_unit_test(a_deep_stack_keeps_both_ends),
        cmocka_unit_test(what_is_too_large_loses_the_least_first),
        cmocka_unit_test(an_id_is_32_hex_digits),
        cmocka_unit_test(an_envelope_says_its_length_in_bytes),
        cmocka_unit_test(an_empty_envelope_is_a_header),
    };

    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        rows[i] = (struct CMUnitTest){.name = hostile[i].name,
                                      .test_func = check_hostile,
                                      .initial_state = (void *)(uintptr_t)&hostile[i]};
    }
    return cmocka_run_group_tests_name("sentry_event", tests, NULL, NULL) +
           cmocka_run_group_tests_name("sentry_hostile", rows, NULL, NULL);
}
