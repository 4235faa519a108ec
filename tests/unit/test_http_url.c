/* Which URLs we would send to, whether a parser was needed to tell or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/http_url.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct row {
    const char *name, *url, *complaint;
    bool loopback;
} rows[] = {
    {"a_host_is_enough", "https://crashes.example.org", NULL, false},
    {"a_port_and_a_path", "https://crashes.example.org:8443/v1/in_box/", NULL, false},
    {"a_path_of_any_letters", "https://crashes.example.org/a.b/c~d", NULL, false},
    {"capitals", "HTTPS://Crashes.Example.ORG/Path", NULL, false},
    {"an_address", "https://192.0.2.7/x", NULL, false},
    {"an_address_of_loopback", "https://127.0.0.2", NULL, true},
    {"an_address_of_loopback_spelled_in_hexadecimal", "https://0x7f.1/", NULL, true},
    {"an_address_of_loopback_as_one_number", "https://2130706433/", NULL, true},
    {"localhost", "https://localhost:8443/", NULL, true},
    {"plain_http_to_loopback", "http://127.0.0.1:8080", NULL, true},
    {"plain_http_to_loopback_by_its_address_in_version_6", "http://[::1]:8080/", NULL, true},
    {"plain_http_to_elsewhere", "http://crashes.example.org",
     "must begin with https:// (http:// is for loopback only)", false},
    {"plain_http_to_what_only_begins_like_loopback", "http://127.0.0.1.example.org",
     "must begin with https:// (http:// is for loopback only)", false},
    {"another_scheme", "ftp://crashes.example.org", "must begin with https://", false},
    {"a_user", "https://me@crashes.example.org",
     "holds a user name: what lets us in has settings of its own", false},
    {"a_host_before_the_host", "https://crashes.example.org:443@evil.example.org",
     "holds a user name: what lets us in has settings of its own", false},
    {"a_query", "https://crashes.example.org/?a=b", "has a query", false},
    {"a_fragment", "https://crashes.example.org/#a", "has a fragment", false},
    {"a_space", "https://crashes.example.org/a b",
     "holds a space or a control or non-ASCII character", false},
    {"a_newline", "https://crashes.example.org\nX: y",
     "holds a space or a control or non-ASCII character", false},
    {"a_port_that_is_none", "https://crashes.example.org:65536",
     "is not a URL like https://HOST", false},
    {"a_port_of_letters", "https://crashes.example.org:https", "is not a URL like https://HOST",
     false},
    {"no_host", "https://", "is not a URL like https://HOST", false},
    {"no_scheme", "crashes.example.org", "is not a URL like https://HOST", false},
    {"nothing", "", "is not a URL like https://HOST", false},
};

static void a_url_is_judged(void **state)
{
    const struct row *row = *state;
    bool loopback = false;
    const char *complaint = http_url_refuse(row->url, &loopback);

    if (row->complaint == NULL) {
        assert_null(complaint);
        assert_int_equal(loopback, row->loopback);
    } else {
        assert_non_null(complaint);
        assert_string_equal(complaint, row->complaint);
    }
    assert_int_equal(http_url_refuse(row->url, NULL) == NULL, row->complaint == NULL);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];

    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){.name = rows[i].name,
                                       .test_func = a_url_is_judged,
                                       .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    return cmocka_run_group_tests_name("http_url", tests, NULL, NULL);
}
