/*
 * Texts made to be slow: each repeats what makes a backtracking engine look at everything
 * again, for a mebibyte. A matcher that were not linear would need hours; the time limit of
 * the test tells.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sanitizer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TEXT_LENGTH ((size_t)1 << 20)

static const struct row {
    const char *name, *repeated;
} rows[] = {
    {"marks_of_tokens", "sk-"},
    {"marks_of_tokens_that_never_end", "ghp_sk_live_"},
    {"keys_without_values", "password"},
    {"keys_and_signs", "password="},
    {"keys_as_their_values", "sig="},
    {"keys_as_their_values_after_escapes", ":\\\\key"},
    {"keys_in_brackets", "sig=("},
    {"keys_and_blanks", "token "},
    {"keys_in_values_that_run_on", "signing-keylinode=a("},
    {"addresses_without_hosts", "sip:"},
    {"pipes_from_nothing", "| passwd\\\""},
    {"arguments_of_arguments", "login(\\\""},
    {"directives_in_quotes", "user\\\""},
    {"blanks_behind_a_login", "log in with     "},
    {"keys_in_one_long_word", "key+"},
    {"keys_and_open_quotes", "secret='"},
    {"keys_and_open_brackets", "secret=(["},
    {"keys_with_long_names", "api_key_of_the_user_of_the_"},
    {"schemes_without_hosts", "://"},
    {"schemes_with_ports", "a://b:1/"},
    {"headers_without_lines", "authorization: "},
    {"headers_that_are_templates", "authorization: {"},
    {"headers_of_variables", "authorization: ${x} "},
    {"headers_in_quotes", "\"authorization: xyzzy1\" "},
    {"cookies_without_lines", "cookie:"},
    {"begins_without_ends", "-----BEGIN PRIVATE KEY-----\n"},
    {"ends_without_begins", "-----END PRIVATE KEY-----\n"},
    {"begins_of_begins", "-----begin "},
    {"homes_in_homes", "/home/"},
    {"homes_of_windows_in_homes", "\\users\\"},
    {"tildes", "~a"},
    {"webhooks_in_webhooks", "logic.azure.com:443/workflows/="},
    {"marks_within_tokens", "T3BlbkFJ"},
    {"secrets_that_uncover_secrets", "password=%41<password>\""},
    {"at_signs", "a@"},
    {"at_signs_and_stops", "a@b."},
    {"stops_between_digits", "1."},
    {"colons", "a:"},
    {"groups_of_digits", "4111 "},
    {"json_tokens", "eyJ."},
    {"long_words", "aB3"},
    {"long_words_with_slashes", "aB3/"},
    {"long_words_with_signs", "aB3xK9="},
    {"long_words_with_stops", "aB3xK9vQ2mW7zR4tY8uI."},
    {"backslashes", "\\"},
    {"percent_signs", "%25"},
    {"entities", "&quot;"},
    {"replacements_that_do_not_end", "[redacted:"},
    {"replacements", "[redacted:jwt]"},
    {"zero_width", "\xe2\x80\x8b"},
    {"no_utf8", "\xff"},
    {"escape_sequences", "\033[1;"},
    {"full_width", "\xef\xbd\x90"},
    {"cookies_that_are_kept", "added cookie a="},
    {"clusters_of_options", "curl -su "},
    {"escaped_bytes_of_characters", "\\xd0"},
    {"lists_of_addresses", "10.1.1.1, "},
    {"addresses_that_could_be_versions", "10.1.1.1 "},
    {"addresses_of_hardware", "\\:ab_cd_ef-ab-cd"},
    {"addresses_backwards", "a.b.c.ip6.arpa."},
    {"versions_that_could_be_addresses", "dll 10.1.1.1 "},
    {"commands", "curl -u "},
    {"commands_over_lines", "curl -u \\\n"},
    {"words_before_keys", "x1 is the password "},
    {"compared_keys", "'x1' == password "},
    {"names_without_values", "\"password\", \"value "},
    {"base64_of_base64", "WVdGaFlXRmhZV0U9"},
    {"base64_of_keys", "cGFzc3dvcmQgcGFzc3dvcmQg"},
    {"calls", "login("},
    {"oracles", "jdbc:oracle:a/"},
    {"oracles_with_options", "jdbc:oracle:-"},
    {"elements", "<password>"},
    {"dots_behind_keys", "password."},
    {"words_behind_keys", "password or "},
    {"sections_behind_keys", "<password><![CDATA["},
    {"secrets_in_manifests", "kind: Secret\ndata:\n a: b\n"},
    {"tables_in_tables", "user,password\n"},
    {"bars_behind_keys", "| password "},
    {"inserts", "(password) values ("},
    {"pipes_into_sudo", "echo x | sudo -S "},
    {"strings_that_are_sent", "send \"x\\r"},
    {"members_in_lines", "password:{\n value\n"},
    {"arguments", "jwt.sign(a,"},
    {"directives", "\nbindpw "},
    {"hooks_in_links", "://hook/hook/"},
    {"attributes_behind_keys", "<password a=b "},
    {"types_behind_keys", "password: string "},
    {"users", "ann "},
    {"homes_that_were_given", "/srv/people/ann"},
    {"all_one_letter", "a"},
    {"all_nul", "\001"},
};

static struct sanitizer *sanitizer;

static void ends_in_time(void **state)
{
    const struct row *row = *state;
    size_t length = strlen(row->repeated);
    char *text = malloc(TEXT_LENGTH), *once, *twice;

    assert_non_null(text);
    for (size_t i = 0; i < TEXT_LENGTH; i++) {
        text[i] = row->repeated[i % length];
    }
    once = sanitizer_rewrite(sanitizer, text, TEXT_LENGTH);
    assert_non_null(once);
    twice = sanitizer_rewrite(sanitizer, once, strlen(once));
    assert_non_null(twice);
    assert_true(strcmp(once, twice) == 0);
    free(text);
    free(once);
    free(twice);
}

/* What does not settle costs its own line and maybe the next, not the whole text. */
static void lines_beside_one_that_never_settles_stay(void **state)
{
    static const char before[] = "in main at main.c:7\n", next[] = "\nin raise at raise.c:51",
                      after[] = "\nin abort at abort.c:79",
                      uncovering[] = "discordapp.com/api/webhooks/";
    char text[6000], *clean;
    size_t length = sizeof before - 1;

    (void)state;
    memcpy(text, before, sizeof before);
    while (length + sizeof uncovering + sizeof next + sizeof after < sizeof text) {
        memcpy(text + length, uncovering, sizeof uncovering);
        length += sizeof uncovering - 1;
    }
    memcpy(text + length, next, sizeof next);
    strcat(text, after);
    clean = sanitizer_rewrite(sanitizer, text, strlen(text));
    assert_non_null(clean);
    assert_ptr_equal(strstr(clean, before), clean);
    assert_string_equal(clean + strlen(clean) - strlen(after), after);
    assert_non_null(strstr(clean, "[redacted:"));
    free(clean);
}

/* Lines that uncover the next line, each in a round of its own, cost some lines around. */
static void lines_that_uncover_the_next_cost_no_more_than_some(void **state)
{
    static const char line[] = "in main at main.c:7\n";
    char text[16384], *clean;
    size_t length = 0;

    (void)state;
    for (int i = 0; i < 300; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length, "%s", line);
    }
    length += (size_t)snprintf(text + length, sizeof text - length, "<Token>\n");
    for (int i = 0; i < 60; i++) {
        length += (size_t)snprintf(text + length, sizeof text - length, "key\",\"\n");
    }
    snprintf(text + length, sizeof text - length, "\\-token \"polm/nptl");
    clean = sanitizer_rewrite(sanitizer, text, strlen(text));
    assert_non_null(clean);
    assert_int_equal(strncmp(clean, line, strlen(line)), 0);
    free(clean);
}

int main(void)
{
    static const char *const homes[] = {"/srv/people/ann"}, *const users[] = {"ann"};
    const struct sanitizer_identity identity = {homes, 1, users, 1};
    struct CMUnitTest tests[COUNT(rows) + 2] = {
        [COUNT(rows)] = cmocka_unit_test(lines_beside_one_that_never_settles_stay),
        [COUNT(rows) + 1] =
            cmocka_unit_test(lines_that_uncover_the_next_cost_no_more_than_some),
    };
    int failed;

    if (sanitizer_new(&identity, &sanitizer) != 0) {
        return 1;
    }
    sanitizer_set_personal(sanitizer, SANITIZER_IP | SANITIZER_MAC | SANITIZER_CARD |
                                          SANITIZER_IBAN | SANITIZER_PHONE);
    for (size_t i = 0; i < COUNT(rows); i++) {
        tests[i] = (struct CMUnitTest){.name = rows[i].name,
                                       .test_func = ends_in_time,
                                       .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    failed = cmocka_run_group_tests_name("sanitizer_hostile", tests, NULL, NULL);
    sanitizer_free(sanitizer);
    return failed;
}
