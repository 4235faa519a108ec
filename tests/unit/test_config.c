#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "configuration/config.h"
#include "formats/format.h"

#define LONG_LINE_BYTES 9000

static const struct mistake {
    const char *name, *text, *want;
} mistakes[] = {
    {"unknown_key", "upload = no\nuplaod = yes\n", "f:2: unknown setting 'uplaod'"},
    {"unknown_section", "\n[sender]\nupload = yes\n", "f:2: no section [sender] is known"},
    {"unknown_section_without_settings", "upload = no\n[sender]\n",
     "f:2: no section [sender] is known"},
    {"misnamed_destination_without_settings", "\n  [destinations x] ; of mine\n",
     "f:2: no section [destinations x] is known"},
    {"section_behind_a_control_byte", "\n\v[sender]\n",
     "f:2: the line begins with a control byte"},
    {"section_without_a_name", "[]\nupload = yes\n", "f:1: no section [] is known"},
    {"something_behind_a_section", "[redact] names = ann\n",
     "f:1: something stands behind [redact]"},
    {"no_equals_sign", "upload\n", "f:1: not of the form 'name = value' or '[section]'"},
    {"section_that_breaks_off", "\n[epitaph\n",
     "f:2: not of the form 'name = value' or '[section]'"},
    {"value_that_breaks_off", "server_url =", "f:1: server_url has no value"},
    {"switch_that_is_none", "upload = maybe\n", "f:1: upload must be yes or no"},
    {"number_too_large", "batch_size = 101\n",
     "f:1: batch_size must be a number in the range: 1..100"},
    {"number_too_small", "batch_size = 0\n",
     "f:1: batch_size must be a number in the range: 1..100"},
    {"number_beyond_all", "max_queue = 99999999999999999999999\n",
     "f:1: max_queue must be a number in the range: 1..1000000"},
    {"number_negative", "max_retries = -1\n",
     "f:1: max_retries must be a number in the range: 0..10"},
    {"number_with_unit", "request_timeout = 10s\n",
     "f:1: request_timeout must be a number in the range: 1..120"},
    {"word_not_listed", "auth_mode = basic\n",
     "f:1: auth_mode must be one of these: jwt|claim_token|api_key|none"},
    {"word_in_part", "auth_mode = jw\n",
     "f:1: auth_mode must be one of these: jwt|claim_token|api_key|none"},
    {"uuid_that_breaks_off", "instance_id = 11111111-2222-3333-4444-55555555555\n",
     "f:1: instance_id must be a UUID, as uuidgen(1) makes"},
    {"uuid_and_more", "instance_id = 11111111-2222-3333-4444-5555555555555\n",
     "f:1: instance_id must be a UUID, as uuidgen(1) makes"},
    {"key_hash_that_is_a_path", "pinned_key = /etc/key.pem\n",
     "f:1: pinned_key must be sha256// and the key's hash in base64"},
    {"key_hash_of_nothing", "pinned_key = sha256//\n",
     "f:1: pinned_key must be sha256// and the key's hash in base64"},
    {"path_not_absolute", "token_file = token\n", "f:1: token_file must be an absolute path"},
    {"token_with_a_space", "token = a b\n", "f:1: token must be one word of visible ASCII"},
    {"plain_http_to_the_world", "server_url = http://example.org\n",
     "f:1: server_url must begin with https:// (http:// is for loopback only)"},
    {"http_to_what_only_begins_like_loopback", "server_url = http://127.0.0.1.example.org\n",
     "f:1: server_url must begin with https:// (http:// is for loopback only)"},
    {"password_in_the_url", "server_url = https://a:b@example.org\n",
     "f:1: server_url holds a user name: what lets us in has settings of its own"},
    {"ftp", "server_url = ftp://example.org\n", "f:1: server_url must begin with https://"},
    {"no_url_at_all", "server_url = //\n", "f:1: server_url is not a URL like https://HOST"},
    {"debuginfod_that_is_no_url", "debuginfod = https://a.example ftp://b.example\n",
     "f:1: debuginfod must be URLs like https://HOST, with blanks between"},
    {"debuginfod_that_breaks_off", "debuginfod = https://a.example https://\n",
     "f:1: debuginfod must be URLs like https://HOST, with blanks between"},
    {"destination_without_a_name", "[destination ]\nformat = native\n",
     "f:1: a destination's name is at most 32 lower-case letters, digits and hyphens"},
    {"destination_with_capitals", "[destination Prod]\nformat = native\n",
     "f:1: a destination's name is at most 32 lower-case letters, digits and hyphens"},
    {"destination_that_climbs", "[destination ../x]\nformat = native\n",
     "f:1: a destination's name is at most 32 lower-case letters, digits and hyphens"},
    {"destination_with_too_long_a_name",
     "[destination aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]\nformat = native\n",
     "f:1: a destination's name is at most 32 lower-case letters, digits and hyphens"},
    {"destinations_too_many",
     "[destination a]\nformat=native\n[destination b]\nformat=native\n"
     "[destination c]\nformat=native\n[destination d]\nformat=native\n"
     "[destination e]\nformat=native\n[destination f]\nformat=native\n"
     "[destination g]\nformat=native\n[destination h]\nformat=native\n"
     "[destination i]\nformat=native\n",
     "f:17: there are more than 8 destinations"},
    {"setting_of_the_whole_in_a_destination", "[destination a]\nupload = yes\n",
     "f:2: upload is not a setting of a single destination"},
    {"format_unheard_of", "format = syslog\n",
     "f:1: format must be one of these: native|otlp|sentry"},
    {"header_with_a_control_byte", "header.X-Key = a\x01\n",
     "f:1: header.X-Key is not a header of visible ASCII"},
    {"header_with_a_name_that_is_none", "header.X(Y) = a\n",
     "f:1: header.X(Y) is not a header of visible ASCII"},
    {"header_that_is_ours", "header.content-length = 7\n",
     "f:1: header.content-length is a header that cannot be set"},
    {"header_with_too_long_a_name",
     "header.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa = v\n",
     "f:1: header.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa has too long a name"},
    {"query_in_the_url", "server_url = https://example.org/?a=b\n",
     "f:1: server_url has a query"},
};
#define MISTAKES (sizeof mistakes / sizeof *mistakes)

static void is_an_error_that_names_file_and_line(void **state)
{
    const struct mistake *row = *state;
    struct config config;
    char error[CONFIG_ERROR_SIZE];

    assert_int_equal(config_init(&config), 0);
    assert_int_equal(config_parse(&config, "f", row->text, strlen(row->text), error), -EINVAL);
    assert_string_equal(error, row->want);
    config_done(&config);
}

/* What only shows when all is read. */
static const struct mistake misfits[] = {
    {"dsn_without_a_project", "[destination a]\nformat = sentry\ndsn = https://k@h.example\n",
     NULL},
    {"dsn_without_a_key", "format = sentry\ndsn = https://h.example/1\n", NULL},
    {"dsn_in_the_clear", "format = sentry\ndsn = http://k@h.example/1\n", NULL},
    {"dsn_that_is_no_url", "format = sentry\ndsn = secretkey\n", NULL},
    {"token_for_otlp", "[destination a]\nformat = otlp\ntoken = secret\n",
     "f:3: destination a: token is not for format otlp"},
    {"endpoint_for_the_gateway", "endpoint = https://h.example\n",
     "f:1: endpoint is not for format native"},
    {"header_for_sentry", "format = sentry\nheader.X = v\n",
     "f:2: header.NAME is not for format sentry"},
    {"two_tokens", "[destination a]\ntoken = x\ntoken_file = /y\n",
     "f:3: destination a: token and token_file are both set: keep one"},
    {"two_tokens_in_other_order", "token_file = /y\n\ntoken = x\n",
     "f:1: token and token_file are both set: keep one"},
    {"a_colon_for_the_equals_sign", "dsn_file: /y\n", "f:1: dsn_file is not for format native"},
    {"a_setting_made_twice", "format = otlp\ntoken = x\n[epitaph]\ntoken = y\n",
     "f:4: token is not for format otlp"},
    {"two_dsns", "format = sentry\ndsn = https://k@h.example/1\ndsn_file = /y\n",
     "f:3: dsn and dsn_file are both set: keep one"},
    {"key_without_certificate", "[destination a]\nclient_key = /y\n",
     "f:2: destination a: client_key is set without client_certificate"},
};
#define MISFITS (sizeof misfits / sizeof *misfits)

static void is_an_error_that_names_the_setting(void **state)
{
    const struct mistake *row = *state;
    struct config config;
    char error[CONFIG_ERROR_SIZE];

    assert_int_equal(config_init(&config), 0);
    assert_int_equal(config_parse(&config, "f", row->text, strlen(row->text), error), 0);
    assert_int_equal(config_finish(&config, error), -EINVAL);
    if (row->want != NULL) {
        assert_string_equal(error, row->want);
    } else { /* the format's own words, without the secret */
        assert_int_equal(strncmp(error, "f:", 2), 0);
        assert_non_null(strstr(error, "dsn"));
        assert_null(strstr(error, "secretkey"));
        assert_null(strchr(error, '\n'));
    }
    config_done(&config);
}

/* Where a destination would post to; the caller frees it. */
static char *address_of(const struct destination *destination)
{
    struct credentials credentials;
    struct http_address address = {0};
    char error[FORMAT_ERROR_SIZE] = "";

    assert_int_equal(credentials_copy(destination, &credentials), 0);
    assert_int_equal(destination->format->address(destination, &credentials, &address, error),
                     0);
    char *url = strdup(address.url);
    credentials_done(&credentials);
    http_address_done(&address);
    return url;
}

static const struct place {
    const char *name, *text, *url;
    const char *variable, *value;
} places[] = {
    {"native", "server_url = https://h.example/in/\n", "https://h.example/in/v1/events/batch",
     NULL, NULL},
    {"otlp", "format = otlp\nendpoint = https://h.example:4318\n",
     "https://h.example:4318/v1/logs", NULL, NULL},
    {"otlp_whole", "format = otlp\nendpoint = https://h.example/v1/logs\n",
     "https://h.example/v1/logs", NULL, NULL},
    {"otlp_of_the_environment", "format = otlp\n", "https://h.example/p/v1/logs",
     "OTEL_EXPORTER_OTLP_ENDPOINT", "https://h.example/p"},
    {"otlp_of_the_environment_for_logs", "format = otlp\n", "https://h.example/p",
     "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "https://h.example/p"},
    {"otlp_of_its_own_rather_than_the_environment",
     "format = otlp\nendpoint = https://own.example\n", "https://own.example/v1/logs",
     "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "https://h.example/p"},
    {"sentry", "format = sentry\ndsn = https://k@h.example/in/7\n",
     "https://h.example/in/api/7/envelope/", NULL, NULL},
    {"sentry_of_the_environment", "format = sentry\n", "https://h.example/api/7/envelope/",
     "SENTRY_DSN", "https://k@h.example/7"},
};
#define PLACES (sizeof places / sizeof *places)

static void is_where_events_go(void **state)
{
    const struct place *row = *state;
    struct config config;
    char error[CONFIG_ERROR_SIZE] = "";

    assert_int_equal(config_init(&config), 0);
    assert_int_equal(config_parse(&config, "f", row->text, strlen(row->text), error), 0);
    if (row->variable != NULL) {
        setenv(row->variable, row->value, 1);
    }
    assert_int_equal(config_finish(&config, error), 0);
    if (row->variable != NULL) {
        unsetenv(row->variable);
    }
    const struct destination *destination = config_destination_at(&config, 0);
    assert_true(destination_is_placed(destination));
    char *url = address_of(destination);
    assert_string_equal(url, row->url);
    free(url);
    config_done(&config);
}

static const struct variable {
    const char *name, *variable, *value, *want;
} variables[] = {
    {"endpoint_in_the_clear", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://h.example",
     "configuration: OTEL_EXPORTER_OTLP_ENDPOINT must begin with https:// (http:// is for "
     "loopback only)"},
    {"headers_that_are_none", "OTEL_EXPORTER_OTLP_HEADERS", "secret",
     "configuration: OTEL_EXPORTER_OTLP_HEADERS is not of the form name=value,..."},
    {"header_that_breaks_the_line", "OTEL_EXPORTER_OTLP_LOGS_HEADERS", "a=b%0d%0ac: secret",
     "configuration: OTEL_EXPORTER_OTLP_LOGS_HEADERS holds what is no header"},
    {"timeout_of_never", "OTEL_EXPORTER_OTLP_TIMEOUT", "0",
     "configuration: OTEL_EXPORTER_OTLP_TIMEOUT is not a number of milliseconds up to 120000"},
    {"compression_unheard_of", "OTEL_EXPORTER_OTLP_COMPRESSION", "snappy",
     "configuration: OTEL_EXPORTER_OTLP_COMPRESSION must be gzip or none"},
    {"certificate_somewhere", "OTEL_EXPORTER_OTLP_CERTIFICATE", "ca.pem",
     "configuration: OTEL_EXPORTER_OTLP_CERTIFICATE must be an absolute path"},
};
#define VARIABLES (sizeof variables / sizeof *variables)

static void is_an_error_that_names_the_variable(void **state)
{
    const struct variable *row = *state;
    struct config config;
    char error[CONFIG_ERROR_SIZE] = "";

    assert_int_equal(config_init(&config), 0);
    assert_int_equal(config_parse(&config, "f", "format = otlp\n", 14, error), 0);
    setenv(row->variable, row->value, 1);
    assert_int_equal(config_finish(&config, error), -EINVAL);
    unsetenv(row->variable);
    assert_string_equal(error, row->want);
    config_done(&config);
}

static void destinations_have_settings_of_their_own(void **state)
{
    static const char text[] =
        "upload = yes\nrequest_timeout = 7\n"
        "[destination b]\nserver_url = https://b.example\n"
        "[destination a-1]\nformat = otlp\nendpoint = https://a.example\n"
        "request_timeout = 3\nheader.X-One = 1\nheader.x-one = 2\n"
        "[destination b]\ncompression = none\n";
    struct config config;
    char error[CONFIG_ERROR_SIZE];

    (void)state;
    assert_int_equal(config_init(&config), 0);
    assert_int_equal(config_parse(&config, "f", text, sizeof text - 1, error), 0);
    assert_int_equal(config_finish(&config, error), 0);
    const struct destination *first = config_destination_at(&config, 0);
    const struct destination *second = config_destination_at(&config, 1);
    assert_string_equal(first->name, "b");
    assert_string_equal(first->compression, "none");
    assert_int_equal(first->request_timeout_s, 7);
    assert_string_equal(second->name, "a-1");
    assert_string_equal(second->compression, "auto");
    assert_int_equal(second->request_timeout_s, 3);
    assert_int_equal(second->header_count, 1);
    assert_string_equal(second->headers[0], "x-one: 2");
    assert_null(config_destination_at(&config, 2));
    config_done(&config);
}

static void defaults_are_what_the_manual_says(void **state)
{
    struct config config;
    char error[CONFIG_ERROR_SIZE];

    (void)state;
    assert_int_equal(config_init(&config), 0);
    assert_int_equal(config_finish(&config, error), 0);
    assert_false(config.upload);
    assert_null(config.unnamed.server_url);
    assert_null(config.unnamed.token);
    assert_int_equal(config.batch_size, 100);
    assert_int_equal(config.max_queue, 1000);
    assert_int_equal(config.unnamed.request_timeout_s, 10);
    assert_int_equal(config.max_retries, 3);
    assert_int_equal(config.max_time_s, 240);
    assert_int_equal(config.spread_s, 30);
    assert_int_equal(config.per_signature_per_hour, 3);
    assert_int_equal(config.per_day, 200);
    assert_string_equal(config.unnamed.compression, "auto");
    config_done(&config);
}

static void settings_are_read(void **state)
{
    static const char text[] = "; a comment\n# another\n[epitaph]\n"
                               "server_url = https://crashes.example.org/in\n"
                               "  upload=yes\n\tbatch_size : 7 ; of them\n"
                               "token = abc.def=\n";
    struct config config;
    char error[CONFIG_ERROR_SIZE];

    (void)state;
    assert_int_equal(config_init(&config), 0);
    assert_int_equal(config_parse(&config, "f", text, sizeof text - 1, error), 0);
    assert_string_equal(config.unnamed.server_url, "https://crashes.example.org/in");
    assert_true(config.upload);
    assert_int_equal(config.batch_size, 7);
    assert_string_equal(config.unnamed.token, "abc.def=");
    config_done(&config);
}

static void line_of_a_long_token_is_read_whole(void **state)
{
    char text[LONG_LINE_BYTES] = "token = ";
    struct config config;
    char error[CONFIG_ERROR_SIZE];

    (void)state;
    memset(text + 8, 'a', 5000);
    memcpy(text + 5008, "\n", 2);
    assert_int_equal(config_init(&config), 0);
    assert_int_equal(config_parse(&config, "f", text, strlen(text), error), 0);
    assert_int_equal(strlen(config.unnamed.token), 5000);
    config_done(&config);
}

static void line_beyond_the_buffer_is_an_error_and_not_cut(void **state)
{
    char text[LONG_LINE_BYTES] = "token = ";
    struct config config;
    char error[CONFIG_ERROR_SIZE];

    (void)state;
    memset(text + 8, 'a', sizeof text - 9);
    text[sizeof text - 1] = '\n';
    assert_int_equal(config_init(&config), 0);
    assert_int_equal(config_parse(&config, "f", text, sizeof text, error), -EINVAL);
    assert_string_equal(error, "f:1: the line is longer than 8192 bytes");
    config_done(&config);
}

static void several_servers_may_be_asked_for_debug_information(void **state)
{
    static const char text[] = "debuginfod = https://a.example  http://b.example:8002/x\n";
    struct config config;
    char error[CONFIG_ERROR_SIZE];

    (void)state;
    assert_int_equal(config_init(&config), 0);
    assert_int_equal(config_parse(&config, "f", text, sizeof text - 1, error), 0);
    assert_string_equal(config.debuginfod, "https://a.example  http://b.example:8002/x");
    config_done(&config);
}

static void nul_byte_is_an_error(void **state)
{
    static const char text[] = "upload = no\nupload = yes\0\n";
    struct config config;
    char error[CONFIG_ERROR_SIZE];

    (void)state;
    assert_int_equal(config_init(&config), 0);
    assert_int_equal(config_parse(&config, "f", text, sizeof text - 1, error), -EINVAL);
    assert_string_equal(error, "f:2: the line holds a NUL byte");
    config_done(&config);
}

/* Write a file in a new private directory; its path is freed by the caller. */
static char *write_file(const char *text, mode_t mode)
{
    char directory[] = "/tmp/epitaph-config-XXXXXX";
    char *path = NULL;

    assert_non_null(mkdtemp(directory));
    assert_int_equal(chmod(directory, 0755), 0);
    assert_true(asprintf(&path, "%s/f.conf", directory) > 0);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
    return path;
}

static void remove_file(char *path)
{
    unlink(path);
    *strrchr(path, '/') = '\0';
    rmdir(path);
    free(path);
}

static const struct mode_row {
    const char *name, *text;
    mode_t mode;
    int want;
} modes[] = {
    {"token_for_all_eyes_is_refused", "token = secret\n", 0644, -EPERM},
    {"token_for_our_eyes_is_read", "token = secret\n", 0600, 0},
    {"dsn_for_all_eyes_is_refused", "format = sentry\ndsn = https://k@h.example/1\n", 0644,
     -EPERM},
    {"header_for_all_eyes_is_refused",
     "[destination a]\nformat = otlp\nheader.Authorization = Bearer x\n", 0644, -EPERM},
    {"header_for_our_eyes_is_read",
     "[destination a]\nformat = otlp\nheader.Authorization = Bearer x\n", 0600, 0},
    {"no_token_for_all_eyes_is_read", "upload = no\n", 0644, 0},
    {"file_that_all_may_write_is_refused", "upload = no\n", 0606, -EPERM},
};
#define MODES (sizeof modes / sizeof *modes)

static void mode_decides(void **state)
{
    const struct mode_row *row = *state;
    char *path = write_file(row->text, row->mode);
    struct config_sources sources = {.only = path};
    struct config config;
    char error[CONFIG_ERROR_SIZE];

    int result = config_load(&sources, &config, error);
    assert_int_equal(result, row->want);
    if (result == 0) {
        config_done(&config);
    }
    remove_file(path);
}

static void later_file_overrides_and_missing_ones_are_fine(void **state)
{
    char *first = write_file("batch_size = 5\nmax_retries = 1\n", 0600);
    char *second = write_file("batch_size = 6\n", 0600);
    struct config_sources sources = {
        .system_file = first, .system_directory = "/nonexistent", .user_file = second};
    struct config config;
    char error[CONFIG_ERROR_SIZE];

    (void)state;
    assert_int_equal(config_load(&sources, &config, error), 0);
    assert_int_equal(config.batch_size, 6);
    assert_int_equal(config.max_retries, 1);
    config_done(&config);
    remove_file(first);
    remove_file(second);
}

static void the_only_file_must_exist(void **state)
{
    struct config_sources sources = {.only = "/nonexistent/epitaph.conf"};
    struct config config;
    char error[CONFIG_ERROR_SIZE];

    (void)state;
    assert_int_equal(config_load(&sources, &config, error), -ENOENT);
    assert_string_equal(error, "/nonexistent/epitaph.conf: No such file or directory");
}

int main(void)
{
    struct CMUnitTest mistake_tests[MISTAKES];
    struct CMUnitTest mode_tests[MODES];
    struct CMUnitTest misfit_tests[MISFITS];
    struct CMUnitTest place_tests[PLACES];
    struct CMUnitTest variable_tests[VARIABLES];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_what_the_manual_says),
        cmocka_unit_test(settings_are_read),
        cmocka_unit_test(destinations_have_settings_of_their_own),
        cmocka_unit_test(line_of_a_long_token_is_read_whole),
        cmocka_unit_test(line_beyond_the_buffer_is_an_error_and_not_cut),
        cmocka_unit_test(nul_byte_is_an_error),
        cmocka_unit_test(several_servers_may_be_asked_for_debug_information),
        cmocka_unit_test(later_file_overrides_and_missing_ones_are_fine),
        cmocka_unit_test(the_only_file_must_exist),
    };

    for (size_t i = 0; i < MISTAKES; i++) {
        mistake_tests[i] =
            (struct CMUnitTest){.name = mistakes[i].name,
                                .test_func = is_an_error_that_names_file_and_line,
                                .initial_state = (void *)(uintptr_t)&mistakes[i]};
    }
    for (size_t i = 0; i < MISFITS; i++) {
        misfit_tests[i] = (struct CMUnitTest){.name = misfits[i].name,
                                              .test_func = is_an_error_that_names_the_setting,
                                              .initial_state = (void *)(uintptr_t)&misfits[i]};
    }
    for (size_t i = 0; i < PLACES; i++) {
        place_tests[i] = (struct CMUnitTest){.name = places[i].name,
                                             .test_func = is_where_events_go,
                                             .initial_state = (void *)(uintptr_t)&places[i]};
    }
    for (size_t i = 0; i < VARIABLES; i++) {
        variable_tests[i] =
            (struct CMUnitTest){.name = variables[i].name,
                                .test_func = is_an_error_that_names_the_variable,
                                .initial_state = (void *)(uintptr_t)&variables[i]};
    }
    for (size_t i = 0; i < MODES; i++) {
        mode_tests[i] = (struct CMUnitTest){.name = modes[i].name,
                                            .test_func = mode_decides,
                                            .initial_state = (void *)(uintptr_t)&modes[i]};
    }
    return cmocka_run_group_tests_name("mistakes", mistake_tests, NULL, NULL) +
           cmocka_run_group_tests_name("misfits", misfit_tests, NULL, NULL) +
           cmocka_run_group_tests_name("places", place_tests, NULL, NULL) +
           cmocka_run_group_tests_name("variables", variable_tests, NULL, NULL) +
           cmocka_run_group_tests_name("modes", mode_tests, NULL, NULL) +
           cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
