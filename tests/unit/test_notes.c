/* The notes of a program (shim/async_safe/notes.c), also while many threads change them. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "async_safe/notes.h"
#include "async_safe/state.h"

#define PID 100u
#define ROUNDS 100000

static char g_bytes[32768];

/* A key for each of sixteen notes. */
static const char *key_of(int i)
{
    static char key[2];

    key[0] = "0123456789abcdef"[i];
    return key;
}

/* All notes as a record has them. */
static const char *written(void)
{
    struct record_text text;

    record_text_init(&text, g_bytes, sizeof g_bytes - 1, NULL);
    notes_write(&text);
    *text.at = '\0';
    return g_bytes;
}

static int forget_all(void **state)
{
    (void)state;
    for (int i = 0; i < 16; i++) {
        notes_set(PID, key_of(i), NULL);
    }
    notes_set(PID, "a-key", NULL);
    g_state.secret_count = 0;
    assert_string_equal(written(), "");
    return 0;
}

static void notes_stand_in_the_order_of_their_setting(void **state)
{
    (void)state;
    assert_int_equal(notes_set(PID, "2", "two"), 0);
    assert_int_equal(notes_set(PID, "1", "one"), 0);
    assert_int_equal(notes_set(PID, "2", "deux"), 0);
    assert_string_equal(written(), "note: key=1 value=one\nnote: key=2 value=deux\n");
    assert_int_equal(notes_set(PID, "1", NULL), 0);
    assert_int_equal(notes_set(PID, "3", NULL), 0);
    assert_string_equal(written(), "note: key=2 value=deux\n");
}

static void a_seventeenth_finds_no_room_and_a_replacement_does(void **state)
{
    (void)state;
    for (int i = 0; i < RECORD_NOTES_MAX; i++) {
        assert_int_equal(notes_set(PID, key_of(i), "v"), 0);
    }
    assert_int_equal(notes_set(PID, "a-key", "v"), -ENOSPC);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(notes_set(PID, "7", "again"), 0);
    }
    assert_int_equal(notes_set(PID, "8", NULL), 0);
    assert_int_equal(notes_set(PID, "a-key", "v"), 0);
}

static const struct key_row {
    const char *key;
    int want;
} key_rows[] = {
    {"a-key", 0},          {"0", 0},
    {NULL, -EINVAL},       {"", -EINVAL},
    {"A", -EINVAL},        {"a b", -EINVAL},
    {"a=b", -EINVAL},      {"a\n", -EINVAL},
    {"\xc3\xa4", -EINVAL}, {"123456789012345678901234567890123", -EINVAL},
};

static void only_keys_that_can_be_names_are_taken(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof key_rows / sizeof key_rows[0]; i++) {
        assert_int_equal(notes_set(PID, key_rows[i].key, "v"), key_rows[i].want);
    }
    assert_int_equal(notes_set(PID, "12345678901234567890123456789012", "v"), 0);
    assert_non_null(strstr(written(), "note: key=12345678901234567890123456789012 value=v\n"));
    notes_set(PID, "12345678901234567890123456789012", NULL);
}

static void a_long_value_is_cut_between_words(void **state)
{
    char value[200] = "one ";

    (void)state;
    memset(value + 4, 'x', 124);
    notes_set(PID, "1", value); /* 128 bytes: all of it */
    assert_int_equal(strlen(written()), strlen("note: key=1 value=\n") + 128);
    strcat(value, "y");
    notes_set(PID, "1", value);
    assert_string_equal(written(), "note: key=1 value=one \n");
    notes_set(PID, "1", value + 4 - 1);
    notes_set(PID, "2", value + 4);
    notes_set(PID, "1", NULL);
    assert_int_equal(strlen(written()), strlen("note: key=2 value=\n") + 125);
}

static void secrets_of_the_environment_are_replaced(void **state)
{
    (void)state;
    g_state.secrets[0] = (struct state_secret){.bytes = "walnutharmonica", .length = 15};
    g_state.secret_count = 1;
    notes_set(PID, "1", "is walnutharmonica ok");
    assert_string_equal(written(), "note: key=1 value=is [redacted:environment] ok\n");
}

static void what_a_fork_cut_short_is_free_in_the_child(void **state)
{
    (void)state;
    /* Whoever writes is known by its process: nobody else's claims stay. */
    for (uint32_t pid = PID; pid < PID + 100; pid++) {
        assert_int_equal(notes_set(pid, "1", "v"), 0);
    }
    assert_string_equal(written(), "note: key=1 value=v\n");
}

static atomic_bool g_stop;
static atomic_int g_wrong, g_seen; /* no assertions outside the main thread */

/* Values of one letter, whose number the letter tells: half of one would show. */
static void *change(void *key)
{
    char value[RECORD_NOTE_VALUE_MAX + 1];

    for (unsigned round = 0; round < ROUNDS; round++) {
        unsigned letter = round % 26;
        memset(value, 'a' + (int)letter, sizeof value);
        value[letter * 4 + 10] = '\0';
        atomic_fetch_add(&g_wrong, notes_set(PID, key, value) != 0);
    }
    return NULL;
}

static void *look(void *unused)
{
    static char bytes[32768];

    (void)unused;
    while (!atomic_load(&g_stop)) {
        struct record_text text;

        record_text_init(&text, bytes, sizeof bytes - 1, NULL);
        notes_write(&text);
        *text.at = '\0';
        for (const char *at = bytes; (at = strstr(at, "value=")) != NULL;) {
            at += strlen("value=");
            size_t length = strcspn(at, "\n");
            char same[] = {at[0], '\0'};
            bool whole = length == (size_t)(at[0] - 'a') * 4 + 10 && strspn(at, same) == length;
            atomic_fetch_add(whole ? &g_seen : &g_wrong, 1);
        }
    }
    return NULL;
}

static void no_note_is_ever_seen_by_halves(void **state)
{
    static char keys[][3] = {"1", "1", "1", "2"};
    pthread_t writers[4];
    pthread_t reader;

    (void)state;
    atomic_store(&g_stop, false);
    notes_set(PID, "1", "aaaaaaaaaa");
    assert_int_equal(pthread_create(&reader, NULL, look, NULL), 0);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(pthread_create(&writers[i], NULL, change, keys[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(writers[i], NULL);
    }
    atomic_store(&g_stop, true);
    pthread_join(reader, NULL);
    assert_int_equal(atomic_load(&g_wrong), 0);
    assert_true(atomic_load(&g_seen) > 0);
    /* Of many writers of one key one is left. */
    const char *first = strstr(written(), "key=1 ");
    assert_non_null(first);
    assert_null(strstr(first + 1, "key=1 "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(notes_stand_in_the_order_of_their_setting, forget_all),
        cmocka_unit_test_setup(a_seventeenth_finds_no_room_and_a_replacement_does, forget_all),
        cmocka_unit_test_setup(only_keys_that_can_be_names_are_taken, forget_all),
        cmocka_unit_test_setup(a_long_value_is_cut_between_words, forget_all),
        cmocka_unit_test_setup(secrets_of_the_environment_are_replaced, forget_all),
        cmocka_unit_test_setup(what_a_fork_cut_short_is_free_in_the_child, forget_all),
        cmocka_unit_test_setup(no_note_is_ever_seen_by_halves, forget_all),
    };

    return cmocka_run_group_tests_name("notes", tests, NULL, NULL);
}
