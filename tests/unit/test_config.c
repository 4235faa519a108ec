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

#include "config.h"

#define LONG_LINE_BYTES 9000

static const struct mistake {
    const char *name, *text, *want;
} mistakes[] = {
    {"unknown_key", "upload = no\nuplaod = yes\n", "f:2: unknown setting 'uplaod'"},
    {"unknown_section", "[sender]\nupload = yes\n", "f:2: no section [sender] is known"},
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
    {"path_not_absolute", "token_file = token\n", "f:1: token_file must be an absolute path"},
    {"token_with_a_space", "token = a b\n", "f:1: token must be one word of visible ASCII"},
    {"plain_http_to_the_world", "server_url = http://example.org\n",
     "f:1: server_url must begin with https:// (http:// is for loopback only)"},
    {"http_to_what_only_begins_like_loopback", "server_url = http://127.0.0.1.example.org\n",
     "f:1: server_url must begin with https:// (http:// is for loopback only)"},
    {"password_in_the_url", "server_url = https://a:b@example.org\n",
     "f:1: server_url holds a user name: use token_file"},
    {"ftp", "server_url = ftp://example.org\n", "f:1: server_url must begin with https://"},
    {"no_url_at_all", "server_url = //\n", "f:1: server_url is not a URL like https://HOST"},
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
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_what_the_manual_says),
        cmocka_unit_test(settings_are_read),
        cmocka_unit_test(line_of_a_long_token_is_read_whole),
        cmocka_unit_test(line_beyond_the_buffer_is_an_error_and_not_cut),
        cmocka_unit_test(nul_byte_is_an_error),
        cmocka_unit_test(later_file_overrides_and_missing_ones_are_fine),
        cmocka_unit_test(the_only_file_must_exist),
    };

    for (size_t i = 0; i < MISTAKES; i++) {
        mistake_tests[i] =
            (struct CMUnitTest){.name = mistakes[i].name,
                                .test_func = is_an_error_that_names_file_and_line,
                                .initial_state = (void *)(uintptr_t)&mistakes[i]};
    }
    for (size_t i = 0; i < MODES; i++) {
        mode_tests[i] = (struct CMUnitTest){.name = modes[i].name,
                                            .test_func = mode_decides,
                                            .initial_state = (void *)(uintptr_t)&modes[i]};
    }
    return cmocka_run_group_tests_name("mistakes", mistake_tests, NULL, NULL) +
           cmocka_run_group_tests_name("modes", mode_tests, NULL, NULL) +
           cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
