/* Events as OTLP documents, and what a receiver's answer means. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "event/parcel.h"
#include "formats/destination.h"
#include "formats/format.h"
#include "formats/otlp_record.h"

#define PARTS_MAX 8

static struct destination plain(void)
{
    return (struct destination){.name = (char *)"", .format = &format_otlp};
}

static char *read_file(const char *name, const char *suffix, size_t *ret_length)
{
    char path[512];
    snprintf(path, sizeof path, "%s/otlp/%s%s", TEST_DATA, name, suffix);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    char *text = calloc(1, 65536);
    assert_non_null(text);
    *ret_length = fread(text, 1, 65535, file);
    fclose(file);
    return text;
}

static void print_text(const struct destination *destination, const char *json, size_t length,
                       struct format_part *ret_part)
{
    struct parcel *parcel;

    assert_int_equal(parcel_parse(json, length, &parcel), 0);
    *ret_part = (struct format_part){.id = strdup(parcel_id(parcel))};
    assert_int_equal(format_otlp.print(destination, parcel, ret_part), 0);
    assert_int_equal(ret_part->length, strlen(ret_part->text));
    assert_non_null(ret_part->group);
    parcel_free(parcel);
}

/* The body for events of tests/data/otlp, "a b c". */
static char *body_of(const struct destination *destination, const char *names)
{
    struct format_part parts[PARTS_MAX];
    char list[256];
    size_t count = 0, length, bytes = format_otlp.frame;

    snprintf(list, sizeof list, "%s", names);
    for (char *at = list, *name; (name = strsep(&at, " ")) != NULL;) {
        char *event = read_file(name, ".event.json", &length);
        print_text(destination, event, length, &parts[count]);
        bytes += parts[count].length + strlen(parts[count].group) + format_otlp.part_frame;
        count++;
        free(event);
    }
    char *body = format_otlp.body(destination, parts, count, 0, &length);
    assert_non_null(body);
    assert_int_equal(length, strlen(body));
    assert_true(length <= bytes);
    for (size_t i = 0; i < count; i++) {
        format_part_done(&parts[i]);
    }
    return body;
}

/* The documents are to outlive a release. */
static void forget_version(cJSON *item)
{
    for (; item != NULL; item = item->next) {
        if (cJSON_IsString(item) && strcmp(item->valuestring, EPITAPH_VERSION) == 0) {
            cJSON_SetValuestring(item, "X.Y");
        }
        forget_version(item->child);
    }
}

struct document_row {
    const char *name; /* of the file with the document, and of the test */
    const char *events;
    const char *environment, *release, *host_name;
};

static const struct document_row documents[] = {
    {"full", "full", NULL, NULL, NULL},
    {"without_structure", "without_structure", NULL, NULL, NULL},
    {"nothing_but_an_id", "nothing_but_an_id", NULL, NULL, NULL},
    {"of_wrong_types", "of_wrong_types", NULL, NULL, NULL},
    {"one_resource_for_each_service", "full without_structure full", NULL, NULL, NULL},
    {"with_settings", "without_structure", "production", "shop@2026.1", "build-7"},
};
#define DOCUMENTS (sizeof documents / sizeof *documents)

/* OTLP_WRITE=1 writes the documents, to be read by whoever changed what they are. */
static void event_becomes_the_document(void **state)
{
    const struct document_row *row = *state;
    struct destination destination = plain();
    size_t length;

    destination.environment = (char *)row->environment;
    destination.release = (char *)row->release;
    destination.host_name = (char *)row->host_name;
    char *body = body_of(&destination, row->events);
    cJSON *got = cJSON_ParseWithOpts(body, NULL, 1);
    assert_non_null(got);
    forget_version(got);
    if (getenv("OTLP_WRITE") != NULL) {
        char path[512];
        snprintf(path, sizeof path, "%s/otlp/%s.otlp.json", TEST_DATA, row->name);
        FILE *file = fopen(path, "we");
        assert_non_null(file);
        char *pretty = cJSON_Print(got);
        fprintf(file, "%s\n", pretty);
        fclose(file);
        free(pretty);
    }
    char *text = read_file(row->name, ".otlp.json", &length);
    cJSON *want = cJSON_Parse(text);
    if (!cJSON_Compare(got, want, 1)) {
        fail_msg("%s: it is now %s", row->name, body);
    }
    cJSON_Delete(got);
    cJSON_Delete(want);
    free(text);
    free(body);
}

/* An event with that many frames in that many threads. */
static char *large_event(unsigned threads, unsigned frames)
{
    char *text = NULL;
    size_t size;
    FILE *file = open_memstream(&text, &size);
    assert_non_null(file);

    fprintf(file, "{\"type\":\"crash\",\"event_id\":\"1\",\"attributes\":{},\"crash\":{");
    for (unsigned thread = 0; thread <= threads; thread++) {
        fputs(thread == 0   ? "\"frames\":["
              : thread == 1 ? ",\"threads\":[{\"frames\":["
                            : ",{\"frames\":[",
              file);
        for (unsigned i = 0; i < frames; i++) {
            fprintf(file, "%s{\"index\":%u,\"pc\":\"0x7f4aef785ad8\",\"names\":[]}",
                    i > 0 ? "," : "", i);
        }
        fputs(thread == 0 ? "]" : "]}", file);
    }
    fputs(threads > 0 ? "]}}" : "}}", file);
    fclose(file);
    return text;
}

static struct large_row {
    const char *name;
    unsigned threads, frames;
    const char *shortened; /* NULL: not */
    unsigned frames_kept;
    bool threads_kept;
} large[] = {
    {"a_stack_of_160_frames_is_sent_whole", 3, 160, NULL, 160, true},
    {"of_very_many_threads_the_one_that_crashed_is_sent", 60, 160, "threads", 160, false},
    {"of_more_frames_than_any_record_has_the_first_are_sent", 0, 9000, NULL, 512, false},
};
#define LARGE (sizeof large / sizeof *large)

static const cJSON *attribute(const cJSON *record, const char *key)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, cJSON_GetObjectItem(record, "attributes"))
    {
        if (strcmp(cJSON_GetObjectItem(item, "key")->valuestring, key) == 0) {
            return cJSON_GetObjectItem(item, "value");
        }
    }
    return NULL;
}

static void large_event_is_bounded(void **state)
{
    const struct large_row *row = *state;
    struct destination destination = plain();
    struct format_part part;
    char *event = large_event(row->threads, row->frames);

    print_text(&destination, event, strlen(event), &part);
    assert_true(part.length <= OTLP_RECORD_MAX);
    cJSON *record = cJSON_Parse(part.text);
    const cJSON *shortened = attribute(record, "crash.shortened");
    const char *words = cJSON_GetStringValue(cJSON_GetObjectItem(shortened, "stringValue"));
    assert_string_equal(words != NULL ? words : "",
                        row->shortened != NULL ? row->shortened : "");
    const cJSON *frames = cJSON_GetObjectItem(
        cJSON_GetObjectItem(attribute(record, "crash.frames"), "arrayValue"), "values");
    assert_int_equal(cJSON_GetArraySize(frames), row->frames_kept);
    assert_int_equal(attribute(record, "crash.threads") != NULL, row->threads_kept);
    cJSON_Delete(record);
    format_part_done(&part);
    free(event);
}

static void an_empty_request_says_nothing_of_this_machine(void **state)
{
    struct destination destination = plain();
    size_t length;

    (void)state;
    destination.host_name = (char *)"build-7";
    char *body = format_otlp.body(&destination, NULL, 0, 0, &length);
    assert_string_equal(body, "{\"resourceLogs\":[]}");
    assert_int_equal(length, strlen(body));
    free(body);
}

static const struct address_row {
    const char *name, *endpoint, *header, *url, *error;
    bool whole;
} addresses[] = {
    {"endpoint_gets_the_path", "http://127.0.0.1:4318", NULL, "http://127.0.0.1:4318/v1/logs",
     NULL, false},
    {"slash_is_not_doubled", "https://otel.example.org/base/", NULL,
     "https://otel.example.org/base/v1/logs", NULL, false},
    {"path_is_not_added_twice", "https://otel.example.org/v1/logs", NULL,
     "https://otel.example.org/v1/logs", NULL, false},
    {"slash_behind_the_path_is_removed", "https://otel.example.org/v1/logs/", NULL,
     "https://otel.example.org/v1/logs", NULL, false},
    {"whole_endpoint_is_used_as_it_is", "https://otel.example.org/otlp/crashes", NULL,
     "https://otel.example.org/otlp/crashes", NULL, true},
    {"header_is_sent", "https://otel.example.org", "x-api-key: a b",
     "https://otel.example.org/v1/logs", NULL, false},
    {"http_beyond_this_machine_is_refused", "http://otel.example.org", NULL, NULL,
     "endpoint must begin with https:// (http:// is for loopback only)", false},
    {"port_of_grpc_without_scheme_is_refused", "otel.example.org:4317", NULL, NULL, "endpoint ",
     false},
    {"header_without_a_name_is_refused", "https://otel.example.org", "secret", NULL,
     "a header is not of the form NAME: VALUE", false},
    {"header_of_two_lines_is_refused", "https://otel.example.org", "a: b\r\nc: d", NULL,
     "a header is not of the form NAME: VALUE", false},
};
#define ADDRESSES (sizeof addresses / sizeof *addresses)

static void address_is_made(void **state)
{
    const struct address_row *row = *state;
    struct destination destination = plain();
    char *headers[] = {(char *)row->header};
    struct credentials credentials = {.headers = headers, .header_count = row->header != NULL};
    struct http_address address = {0};
    char error[FORMAT_ERROR_SIZE] = "";

    destination.endpoint = (char *)row->endpoint;
    destination.endpoint_whole = row->whole;
    int result = format_otlp.address(&destination, &credentials, &address, error);
    assert_int_equal(result, row->url != NULL ? 0 : -EINVAL);
    if (row->url != NULL) {
        assert_string_equal(address.url, row->url);
        assert_int_equal(address.header_count, credentials.header_count);
        assert_true(row->header == NULL || strcmp(address.headers[0], row->header) == 0);
    } else {
        assert_int_equal(strncmp(error, row->error, strlen(row->error)), 0);
        assert_null(address.url);
    }
    http_address_done(&address);
}

static const struct judge_row {
    const char *name;
    int status;
    bool broken;
    enum verdict verdict;
} judgements[] = {
    {"200_acknowledges", 200, false, VERDICT_ACKNOWLEDGED},
    {"202_acknowledges", 202, false, VERDICT_ACKNOWLEDGED},
    {"200_that_breaks_off_is_asked_again", 200, true, VERDICT_KEPT},
    {"no_answer_is_tried_again", 0, true, VERDICT_KEPT},
    {"429_is_tried_again", 429, false, VERDICT_KEPT},
    {"502_is_tried_again", 502, false, VERDICT_KEPT},
    {"503_is_tried_again", 503, false, VERDICT_KEPT},
    {"504_is_tried_again", 504, false, VERDICT_KEPT},
    {"500_is_permanent_for_one_event", 500, false, VERDICT_SPLIT},
    {"400_is_permanent_for_one_event", 400, false, VERDICT_SPLIT},
    {"413_is_permanent_for_one_event", 413, false, VERDICT_SPLIT},
    {"404_is_permanent", 404, false, VERDICT_REJECTED},
    {"408_is_permanent", 408, false, VERDICT_REJECTED},
    {"415_is_permanent", 415, false, VERDICT_REJECTED},
    {"425_is_permanent", 425, false, VERDICT_REJECTED},
    {"501_is_permanent", 501, false, VERDICT_REJECTED},
    {"505_is_permanent", 505, false, VERDICT_REJECTED},
    {"401_needs_a_person", 401, false, VERDICT_REFUSED},
    {"403_needs_a_person", 403, false, VERDICT_REFUSED},
    {"302_is_not_followed", 302, false, VERDICT_MISDIRECTED},
};
#define JUDGEMENTS (sizeof judgements / sizeof *judgements)

static void answer_is_judged(void **state)
{
    const struct judge_row *row = *state;
    struct http_response response = {
        .status = row->status, .sent = true, .complete = !row->broken};

    assert_string_equal(verdict_name(format_otlp.judge(&response)), verdict_name(row->verdict));
}

static const struct answer_row {
    const char *name, *body;
    bool overflowed;
    uint64_t dropped;  /* of three events */
    unsigned rejected; /* of them, set aside */
    const char *words;
} answers[] = {
    {"empty_partial_success_is_success", "{\"partialSuccess\":{}}", false, 0, 0, ""},
    {"empty_object_is_success", "{}", false, 0, 0, ""},
    {"nothing_is_success", "", false, 0, 0, ""},
    {"no_json_is_success", "<html>OK</html>", false, 0, 0, ""},
    {"some_are_dropped",
     "{\"partialSuccess\":{\"rejectedLogRecords\":\"2\",\"errorMessage\":\"too old\"}}", false,
     2, 0, "too old"},
    {"a_plain_number_counts_too", "{\"partialSuccess\":{\"rejectedLogRecords\":1}}", false, 1,
     0, ""},
    {"all_are_set_aside",
     "{\"partialSuccess\":{\"rejectedLogRecords\":\"3\",\"errorMessage\":\"no\"}}", false, 0, 3,
     "no"},
    {"more_than_all_are_all",
     "{\"partialSuccess\":{\"rejectedLogRecords\":\"9223372036854775807\"}}", false, 0, 3, ""},
    {"a_warning_drops_nothing", "{\"partialSuccess\":{\"errorMessage\":\"slow down\"}}", false,
     0, 0, "slow down"},
    {"less_than_none_is_none", "{\"partialSuccess\":{\"rejectedLogRecords\":\"-1\"}}", false, 0,
     0, ""},
    {"no_number_is_none", "{\"partialSuccess\":{\"rejectedLogRecords\":\"all\"}}", false, 0, 0,
     ""},
    {"a_huge_number_is_none", "{\"partialSuccess\":{\"rejectedLogRecords\":1e99}}", false, 0, 0,
     ""},
    {"wrong_types_are_nothing", "{\"partialSuccess\":[{\"rejectedLogRecords\":\"2\"}]}", false,
     0, 0, ""},
    {"half_an_answer_is_nothing", "{\"partialSuccess\":{\"rejectedLogRecords\":\"2\"}}", true,
     0, 0, ""},
};
#define ANSWERS (sizeof answers / sizeof *answers)

static void partial_success_is_read(void **state)
{
    const struct answer_row *row = *state;
    struct http_response response = {.status = 200,
                                     .complete = true,
                                     .body = (char *)row->body,
                                     .length = strlen(row->body),
                                     .overflowed = row->overflowed};
    struct format_part parts[3] = {{0}};
    struct result results[3] = {{.kind = RESULT_NONE}};
    struct format_answer answer = {0};
    unsigned rejected = 0;

    format_otlp.answer(&response, parts, 3, results, &answer);
    for (size_t i = 0; i < 3; i++) {
        rejected += results[i].kind == RESULT_REJECTED;
    }
    assert_int_equal(rejected, row->rejected);
    assert_int_equal(answer.dropped, row->dropped);
    assert_string_equal(answer.words, row->words);
    assert_true(rejected == 0 || strcmp(results[0].reason, row->words) == 0);
}

#define ADD(rows, function)                                                                    \
    for (size_t i = 0; i < sizeof(rows) / sizeof *(rows); i++) {                               \
        tests[count++] =                                                                       \
            (struct CMUnitTest){.name = (rows)[i].name,                                        \
                                .test_func = (function),                                       \
                                .initial_state = (void *)(uintptr_t) & (rows)[i]};             \
    }

int main(void)
{
    struct CMUnitTest tests[DOCUMENTS + LARGE + ADDRESSES + JUDGEMENTS + ANSWERS + 1];
    size_t count = 0;

    ADD(documents, event_becomes_the_document)
    ADD(large, large_event_is_bounded)
    ADD(addresses, address_is_made)
    ADD(judgements, answer_is_judged)
    ADD(answers, partial_success_is_read)
    tests[count++] =
        (struct CMUnitTest)cmocka_unit_test(an_empty_request_says_nothing_of_this_machine);
    return cmocka_run_group_tests_name("otlp", tests, NULL, NULL);
}
