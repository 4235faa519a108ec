/* The small texts of Sentry's protocol: DSN, debug id, rate limits. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formats/debug_id.h"
#include "formats/dsn.h"
#include "formats/sentry_limits.h"

#define KEY "0123456789abcdef0123456789abcdef"

static const struct dsn_row {
    const char *name, *text, *url, *key, *label;
} dsns[] = {
    {"plain", "https://" KEY "@o1.ingest.example.net/42",
     "https://o1.ingest.example.net/api/42/envelope/", KEY, "https://o1.ingest.example.net/42"},
    {"with_a_port", "https://" KEY "@tracker.example.net:8443/7",
     "https://tracker.example.net:8443/api/7/envelope/", KEY,
     "https://tracker.example.net:8443/7"},
    {"beneath_a_path", "https://" KEY "@example.net/errors/inbox/7",
     "https://example.net/errors/inbox/api/7/envelope/", KEY,
     "https://example.net/errors/inbox/7"},
    {"a_secret_is_forgotten", "https://" KEY ":hushhush@example.net/7",
     "https://example.net/api/7/envelope/", KEY, "https://example.net/7"},
    {"http_to_loopback", "http://k@127.0.0.1:8000/1", "http://127.0.0.1:8000/api/1/envelope/",
     "k", "http://127.0.0.1:8000/1"},
    {"http_to_loopback_of_the_other_kind", "http://k@[::1]:8000/1",
     "http://[::1]:8000/api/1/envelope/", "k", "http://[::1]:8000/1"},
    {"a_project_is_a_word", "https://k@example.net/web-shop_2",
     "https://example.net/api/web-shop_2/envelope/", "k", "https://example.net/web-shop_2"},
    {"empty", "", NULL, NULL, NULL},
    {"no_scheme", "k@example.net/1", NULL, NULL, NULL},
    {"no_key", "https://example.net/1", NULL, NULL, NULL},
    {"empty_key", "https://@example.net/1", NULL, NULL, NULL},
    {"empty_key_with_secret", "https://:s3cret@example.net/1", NULL, NULL, NULL},
    {"empty_secret", "https://k:@example.net/1", NULL, NULL, NULL},
    {"no_host", "https://k@/1", NULL, NULL, NULL},
    {"no_project", "https://k@example.net", NULL, NULL, NULL},
    {"empty_project", "https://k@example.net/", NULL, NULL, NULL},
    {"slash_at_the_end", "https://k@example.net/1/", NULL, NULL, NULL},
    {"at_in_the_path", "https://example.net/k@1", NULL, NULL, NULL},
    {"two_ats", "https://k@l@example.net/1", NULL, NULL, NULL},
    {"query", "https://k@example.net/1?a=b", NULL, NULL, NULL},
    {"query_with_a_slash", "https://k@example.net?x/1", NULL, NULL, NULL},
    {"fragment", "https://k@example.net/1#top", NULL, NULL, NULL},
    {"http_to_elsewhere", "http://k@example.net/1", NULL, NULL, NULL},
    {"another_scheme", "ftp://k@example.net/1", NULL, NULL, NULL},
    {"blank", "https://k@example.net/ 1", NULL, NULL, NULL},
    {"newline_in_the_key", "https://k\r\nX-Evil: 1@example.net/1", NULL, NULL, NULL},
    {"comma_in_the_key", "https://k,sentry_key=x@example.net/1", NULL, NULL, NULL},
    {"percent_in_the_key", "https://k%0a@example.net/1", NULL, NULL, NULL},
    {"newline_in_the_host", "https://k@example\n.net/1", NULL, NULL, NULL},
    {"dots_for_a_project", "https://k@example.net/..", NULL, NULL, NULL},
    {"letters_of_other_alphabets", "https://k\xc3\xa9@example.net/1", NULL, NULL, NULL},
    {"port_out_of_range", "https://k@example.net:99999/1", NULL, NULL, NULL},
};

static void check_dsn(void **state)
{
    const struct dsn_row *row = *state;
    const char *complaint = NULL;
    struct dsn dsn;
    int error = dsn_parse(row->text, &dsn, &complaint);

    if (row->url == NULL) {
        assert_int_equal(error, -EINVAL);
        assert_non_null(complaint);
        return;
    }
    assert_int_equal(error, 0);
    assert_string_equal(dsn.url, row->url);
    assert_string_equal(dsn.key, row->key);
    assert_string_equal(dsn.label, row->label);
    char *auth = dsn_auth(&dsn);
    assert_non_null(auth);
    assert_memory_equal(auth, "Sentry sentry_version=7, sentry_client=epitaph/", 47);
    assert_string_equal(strstr(auth, "sentry_key=") + 11, row->key);
    assert_null(strstr(auth, "hush"));
    free(auth);
    dsn_done(&dsn);
}

static void a_dsn_without_end_is_refused(void **state)
{
    char text[DSN_MAX + 64];
    char key[DSN_MAX];
    const char *complaint = NULL;
    struct dsn dsn;

    (void)state;
    memset(key, 'k', sizeof key - 1);
    key[sizeof key - 1] = '\0';
    snprintf(text, sizeof text, "https://%s@example.net/1", key);
    assert_int_equal(dsn_parse(text, &dsn, &complaint), -EINVAL);
    assert_string_equal(complaint, "is too long");
}

static const struct id_row {
    const char *name, *build_id, *want;
} ids[] = {
    {"twenty_bytes", "8d23a6f8b2bc7b672b9ff440c529f8781bc685f2",
     "f8a6238d-bcb2-677b-2b9f-f440c529f878"},
    {"another", "f9a0ee706029a0f3f40bf56fa26d6556b36a7fe3",
     "70eea0f9-2960-f3a0-f40b-f56fa26d6556"},
    {"sixteen_bytes", "000102030405060708090a0b0c0d0e0f",
     "03020100-0504-0706-0809-0a0b0c0d0e0f"},
    {"eight_bytes_and_zeros", "0011223344556677", "33221100-5544-7766-0000-000000000000"},
    {"one_byte", "ab", "000000ab-0000-0000-0000-000000000000"},
    {"capitals", "8D23A6F8B2BC7B672B9FF440C529F878", "f8a6238d-bcb2-677b-2b9f-f440c529f878"},
    {"empty", "", NULL},
    {"half_a_byte", "abc", NULL},
    {"not_hex", "8d23a6f8b2bc7b67zz", NULL},
    {"a_dash", "-", NULL},
};

static void check_id(void **state)
{
    const struct id_row *row = *state;
    char id[DEBUG_ID_LENGTH + 1] = "untouched";

    assert_int_equal(debug_id_format(row->build_id, id), row->want != NULL);
    assert_string_equal(id, row->want != NULL ? row->want : "untouched");
}

static const struct limit_row {
    const char *name, *header;
    int64_t want_s;
} limits[] = {
    {"one_category", "60:error:organization:quota_exceeded", 60},
    {"among_others", "60:transaction;error;session:key", 60},
    {"the_default_category", "7:default:organization", 7},
    {"all_of_them", "2700::organization", 2700},
    {"nothing_behind_the_seconds_and_colon", "5:", 5},
    {"only_seconds_and_category", "5:error", 5},
    {"with_namespaces", "60:error:organization:quota:custom", 60},
    {"the_longest_of_several", "60:error:key, 120:default:key,30::key", 120},
    {"others_only", "60:transaction:key, 2700:metric_bucket:organization:q:custom", -1},
    {"a_fraction_is_rounded_up", "1.2:error:key", 2},
    {"a_fraction_of_nothing", "3.000:error:key", 3},
    {"zero", "0:error:key", 0},
    {"a_week_is_a_day", "604800:error:key", 86400},
    {"more_digits_than_any_number", "99999999999999999999999999999999.9:error:key", 86400},
    {"blanks", " 60:error:key ,\t61:error:key\t", 61},
    {"a_broken_group_is_passed_over", "soon:error:key, 9:error:key", 9},
    {"negative", "-5:error:key", -1},
    {"part_of_a_category", "5:errors:key;error", -1},
    {"the_scope_is_no_category", "5:session:error", -1},
    {"empty_groups", ",,,", -1},
    {"empty", "", -1},
    {"no_colon", "60", -1},
    {"garbage", "\x01\xff::;,;:", -1},
};

static void check_limit(void **state)
{
    const struct limit_row *row = *state;

    assert_int_equal(sentry_limits_wait_s(row->header), row->want_s);
}

#define ROWS(table) (sizeof(table) / sizeof *(table))
#define FILL(tests, table, check)                                                              \
    for (size_t i = 0; i < ROWS(table); i++) {                                                 \
        (tests)[i] = (struct CMUnitTest){.name = (table)[i].name,                              \
                                         .test_func = (check),                                 \
                                         .initial_state = (void *)(uintptr_t) & (table)[i]};   \
    }

int main(void)
{
    struct CMUnitTest dsn_tests[ROWS(dsns)];
    struct CMUnitTest id_tests[ROWS(ids)];
    struct CMUnitTest limit_tests[ROWS(limits)];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dsn_without_end_is_refused),
    };

    FILL(dsn_tests, dsns, check_dsn)
    FILL(id_tests, ids, check_id)
    FILL(limit_tests, limits, check_limit)
    return cmocka_run_group_tests_name("dsn", dsn_tests, NULL, NULL) +
           cmocka_run_group_tests_name("dsn_length", tests, NULL, NULL) +
           cmocka_run_group_tests_name("debug_id", id_tests, NULL, NULL) +
           cmocka_run_group_tests_name("sentry_limits", limit_tests, NULL, NULL);
}
