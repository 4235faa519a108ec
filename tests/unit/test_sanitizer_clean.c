/*
 * Crash texts of real programs, with nothing to hide in them, stay what they are to the byte:
 * every function, module, address, build-id and line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sanitizer.h"

#define FILES_MAX 128
#define DIRECTORY TEST_DATA "/sanitizer_clean/"

static struct sanitizer *sanitizer;

static char *read_file(const char *name, size_t *ret_length)
{
    char path[4096], *text;
    FILE *file;
    long length;

    snprintf(path, sizeof path, "%s%s", DIRECTORY, name);
    file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    length = ftell(file);
    rewind(file);
    text = malloc((size_t)length + 1);
    assert_non_null(text);
    assert_int_equal(fread(text, 1, (size_t)length, file), (size_t)length);
    fclose(file);
    *ret_length = (size_t)length;
    return text;
}

static void print_finds(const char *text, size_t length)
{
    struct sanitizer_find *finds;
    char *clean;
    size_t count;

    if (sanitizer_find(sanitizer, text, length, &clean, &finds, &count) == 0) {
        for (size_t i = 0; i < count; i++) {
            print_error("[%s] %.*s\n", finds[i].rule, (int)(finds[i].end - finds[i].start),
                        text + finds[i].start);
        }
        free(clean);
        free(finds);
    }
}

static void stays_whole(void **state)
{
    size_t length;
    char *text = read_file(*state, &length);
    char *clean = sanitizer_rewrite(sanitizer, text, length);

    if (strlen(clean) != length || memcmp(clean, text, length) != 0) {
        print_finds(text, length);
        fail_msg("%s was changed", (const char *)*state);
    }
    free(text);
    free(clean);
}

int main(void)
{
    static const char *const users[] = {"alice", "al"};
    static const char *const homes[] = {"/home/alice"};
    const struct sanitizer_identity identity = {homes, 1, users, 2};
    struct CMUnitTest tests[FILES_MAX];
    struct dirent **entries;
    size_t count = 0;
    int found = scandir(DIRECTORY, &entries, NULL, alphasort), failed;

    for (int i = 0; i < found && count < FILES_MAX; i++) {
        if (entries[i]->d_name[0] != '.') {
            tests[count++] = (struct CMUnitTest){.name = entries[i]->d_name,
                                                 .test_func = stays_whole,
                                                 .initial_state = entries[i]->d_name};
        }
    }
    if (count == 0 || sanitizer_new(&identity, &sanitizer) != 0) {
        fprintf(stderr, "no files in %s\n", DIRECTORY);
        return 1;
    }
    failed = _cmocka_run_group_tests("sanitizer_clean", tests, count, NULL, NULL);
    sanitizer_free(sanitizer);
    for (int i = 0; i < found; i++) {
        free(entries[i]);
    }
    free(entries);
    return failed;
}
