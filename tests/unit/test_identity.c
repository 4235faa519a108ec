#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "configuration/config.h"
#include "encoding/sha256.h"
#include "formats/format.h"
#include "pipeline/identity.h"

static void assert_hex(const uint8_t *bytes, const char *want)
{
    char hex[2 * SHA256_SIZE + 1];

    for (size_t i = 0; i < SHA256_SIZE; i++) {
        snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    }
    assert_string_equal(hex, want);
}

/* The examples of FIPS 180-4, and one block more. */
static void sha256_of_the_standards_examples(void **state)
{
    static const char million = 'a';
    uint8_t digest[SHA256_SIZE];
    char *text = malloc(1000000);

    (void)state;
    assert_non_null(text);
    sha256("abc", 3, digest);
    assert_hex(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256("", 0, digest);
    assert_hex(digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56, digest);
    assert_hex(digest, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    memset(text, million, 1000000);
    sha256(text, 1000000, digest);
    assert_hex(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(text);
}

/* RFC 4231, cases 1 and 2. */
static void hmac_of_the_rfcs_examples(void **state)
{
    uint8_t key[20];
    uint8_t digest[SHA256_SIZE];

    (void)state;
    memset(key, 0x0b, sizeof key);
    sha256_hmac(key, sizeof key, "Hi There", 8, digest);
    assert_hex(digest, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    sha256_hmac("Jefe", 4, "what do ya want for nothing?", 28, digest);
    assert_hex(digest, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void device_id_is_stable_and_not_the_machine_id(void **state)
{
    static const char machine[] = "0123456789abcdef0123456789abcdef";
    char first[IDENTITY_DEVICE_SIZE];
    char second[IDENTITY_DEVICE_SIZE];
    char other[IDENTITY_DEVICE_SIZE];

    (void)state;
    identity_hash_machine(machine, first);
    identity_hash_machine("0123456789abcdef0123456789abcdef\n", second);
    identity_hash_machine("0123456789abcdef0123456789abcdee", other);
    assert_string_equal(first, second);
    assert_string_not_equal(first, other);
    assert_int_equal(strlen(first), 32);
    assert_null(strstr(first, "0123456789abcdef"));
}

static const struct mode {
    const char *name, *configured, *token, *want;
} modes[] = {
    {"no_token_is_none", NULL, NULL, "none"},
    {"empty_token_is_none", NULL, "", "none"},
    {"token_is_an_api_key", NULL, "sk_live_1", "api_key"},
    {"token_like_a_jwt_is_one", NULL, "eyJhbGciOiJIUzI1NiJ9.e30.c2ln", "jwt"},
    {"token_that_begins_like_a_jwt_is_none", NULL, "eyJhbGciOiJIUzI1NiJ9", "api_key"},
    {"configuration_wins", "claim_token", "eyJhbGciOiJIUzI1NiJ9.e30.c2ln", "claim_token"},
};
#define MODES (sizeof modes / sizeof *modes)

static void is_this_mode(void **state)
{
    const struct mode *row = *state;

    assert_string_equal(identity_mode_of(row->configured, row->token), row->want);
}

static void instance_id_is_made_once(void **state)
{
    char path[] = "/tmp/epitaph-identity-XXXXXX";
    struct config config = {.unnamed = {.format = &format_native}};
    struct identity first;
    struct identity second;

    (void)state;
    assert_non_null(mkdtemp(path));
    int fd = open(path, O_RDONLY | O_DIRECTORY);
    assert_int_equal(identity_load(fd, &config, NULL, &first), 0);
    assert_int_equal(identity_load(fd, &config, NULL, &second), 0);
    assert_string_equal(first.instance_id, second.instance_id);
    assert_int_equal(strlen(first.instance_id), 36);
    assert_int_equal(first.instance_id[14], '4');
    config.instance_id = (char *)(uintptr_t) "mine";
    assert_int_equal(identity_load(fd, &config, NULL, &second), 0);
    assert_string_equal(second.instance_id, "mine");
    unlinkat(fd, "instance_id", 0);
    unlinkat(fd, "device_id", 0);
    close(fd);
    rmdir(path);
}

int main(void)
{
    struct CMUnitTest rows[MODES];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_of_the_standards_examples),
        cmocka_unit_test(hmac_of_the_rfcs_examples),
        cmocka_unit_test(device_id_is_stable_and_not_the_machine_id),
        cmocka_unit_test(instance_id_is_made_once),
    };

    for (size_t i = 0; i < MODES; i++) {
        rows[i] = (struct CMUnitTest){.name = modes[i].name,
                                      .test_func = is_this_mode,
                                      .initial_state = (void *)(uintptr_t)&modes[i]};
    }
    return cmocka_run_group_tests_name("auth_mode", rows, NULL, NULL) +
           cmocka_run_group_tests_name("identity", tests, NULL, NULL);
}
