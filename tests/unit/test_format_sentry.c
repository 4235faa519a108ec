/* What a tracker's answers mean, and where the requests go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>

#include "formats/destination.h"
#include "formats/format.h"

#define NOW_S INT64_C(1800000000) /* Fri, 15 Jan 2027 08:00:00 GMT */

static const struct row {
    const char *name;
    int status;
    enum verdict verdict;
    const char *rate_limits, *retry_after;
    int64_t wait_s;
} rows[] = {
    {"taken", 200, VERDICT_ACKNOWLEDGED, "", "", -1},
    {"taken_but_no_more", 200, VERDICT_ACKNOWLEDGED, "60:error:key", "", 60},
    {"taken_but_no_more_of_anything", 200, VERDICT_ACKNOWLEDGED, "30::key", "90", 30},
    {"taken_and_others_not", 200, VERDICT_ACKNOWLEDGED, "60:transaction:key", "60", -1},
    {"taken_with_a_retry_after", 200, VERDICT_ACKNOWLEDGED, "", "45", 45},
    {"limited", 429, VERDICT_KEPT, "120:error:organization", "5", 120},
    {"limited_by_the_old_header", 429, VERDICT_KEPT, "", "120", 120},
    {"limited_until_a_date", 429, VERDICT_KEPT, "", "Fri, 15 Jan 2027 08:00:30 GMT", 30},
    {"limited_and_no_more_said", 429, VERDICT_KEPT, "", "", 60},
    {"limited_in_words_that_are_none", 429, VERDICT_KEPT, ";;::", "soon", 60},
    {"limited_for_others", 429, VERDICT_KEPT, "60:transaction:key", "7", 7},
    {"too_large", 413, VERDICT_REJECTED, "", "", -1},
    {"not_understood", 400, VERDICT_SPLIT, "", "", -1},
    {"not_let_in", 403, VERDICT_REFUSED, "", "", -1},
    {"who_are_you", 401, VERDICT_REFUSED, "", "", -1},
    {"no_such_project", 404, VERDICT_REFUSED, "", "", -1},
    {"elsewhere", 302, VERDICT_MISDIRECTED, "", "", -1},
    {"busy", 503, VERDICT_KEPT, "", "10", 10},
    {"fallen_over", 500, VERDICT_KEPT, "", "", -1},
    {"no_answer", 0, VERDICT_KEPT, "", "", -1},
};
#define ROWS (sizeof rows / sizeof *rows)

static void check_row(void **state)
{
    const struct row *row = *state;
    struct http_response response = {.status = row->status, .complete = true};

    snprintf(response.rate_limits, sizeof response.rate_limits, "%s", row->rate_limits);
    snprintf(response.retry_after, sizeof response.retry_after, "%s", row->retry_after);
    assert_int_equal(format_sentry.judge(&response), row->verdict);
    assert_int_equal(format_sentry.wait_s(&response, NOW_S), row->wait_s);
}

static void answered(const char *body, struct format_answer *ret_answer)
{
    struct http_response response = {.status = 200,
                                     .complete = true,
                                     .body = (char *)(uintptr_t)body,
                                     .length = strlen(body)};
    struct format_part part = {.id = NULL};
    struct result result = {.kind = RESULT_NONE};

    *ret_answer = (struct format_answer){0};
    format_sentry.answer(&response, &part, 1, &result, ret_answer);
    assert_int_equal(result.kind, RESULT_NONE);
    assert_int_equal(ret_answer->dropped, 0);
}

static void a_page_in_place_of_an_id_is_told(void **state)
{
    struct format_answer answer;

    (void)state;
    answered("{\"id\":\"0f8fad5bd9cb469fa16570867728950e\"}", &answer);
    assert_string_equal(answer.words, "");
    answered("", &answer);
    assert_string_equal(answer.words, "");
    answered("<html>Welcome</html>", &answer);
    assert_string_equal(answer.words, "HTTP 200, but not in the words of a Sentry server");
}

static void the_key_is_in_a_header_and_the_secret_nowhere(void **state)
{
    struct destination destination = {.name = NULL};
    struct credentials credentials = {
        .dsn = (char *)(uintptr_t) "https://abc:hush@example.net:8443/x/7"};
    struct http_address address = {.url = NULL};
    char error[FORMAT_ERROR_SIZE] = "";

    (void)state;
    assert_int_equal(format_sentry.address(&destination, &credentials, &address, error), 0);
    assert_string_equal(address.url, "https://example.net:8443/x/api/7/envelope/");
    assert_int_equal(address.header_count, 1);
    assert_memory_equal(address.headers[0], "X-Sentry-Auth: Sentry sentry_version=7, ", 40);
    assert_non_null(strstr(address.headers[0], ", sentry_key=abc"));
    assert_null(strstr(address.headers[0], "hush"));
    http_address_done(&address);
}

static void a_bad_dsn_is_named_without_its_text(void **state)
{
    struct destination destination = {.name = NULL};
    struct credentials credentials = {
        .dsn = (char *)(uintptr_t) "https://abc:hu sh@example.net/7"};
    struct http_address address = {.url = NULL};
    char error[FORMAT_ERROR_SIZE] = "";

    (void)state;
    assert_int_equal(format_sentry.address(&destination, &credentials, &address, error),
                     -EINVAL);
    assert_string_equal(error, "dsn has a secret that is not made of letters and digits");
    credentials.dsn = NULL; /* a file will say it */
    assert_int_equal(format_sentry.address(&destination, &credentials, &address, error), 0);
    assert_null(address.url);
}

static void an_envelope_holds_one_event(void **state)
{
    struct destination destination = {.name = NULL};
    struct format_part part = {
        .id = (char *)(uintptr_t) "0f8fad5b-d9cb-469f-a165-70867728950e",
        .text = (char *)(uintptr_t) "{}",
        .length = 2,
    };
    size_t length;
    char *body = format_sentry.body(&destination, &part, 1, NOW_S, &length);

    (void)state;
    assert_int_equal(format_sentry.batch_max, 1);
    assert_non_null(strstr(body, "{\"event_id\":\"0f8fad5bd9cb469fa16570867728950e\","
                                 "\"sent_at\":\"2027-01-15T08:00:00Z\""));
    assert_non_null(strstr(body, "\"length\":2}\n{}\n"));
    assert_int_equal(strlen(body), length);
    free(body);
    body = format_sentry.body(&destination, NULL, 0, NOW_S, &length);
    assert_int_equal(strcspn(body, "\n"), length - 1);
    free(body);
}

int main(void)
{
    struct CMUnitTest row_tests[ROWS];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_in_place_of_an_id_is_told),
        cmocka_unit_test(the_key_is_in_a_header_and_the_secret_nowhere),
        cmocka_unit_test(a_bad_dsn_is_named_without_its_text),
        cmocka_unit_test(an_envelope_holds_one_event),
    };

    for (size_t i = 0; i < ROWS; i++) {
        row_tests[i] = (struct CMUnitTest){.name = rows[i].name,
                                           .test_func = check_row,
                                           .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("sentry_answers", row_tests, NULL, NULL) +
           cmocka_run_group_tests_name("format_sentry", tests, NULL, NULL);
}
