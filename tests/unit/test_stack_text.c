/* The stack for reading: lines, recursion, and what fits into a limit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "diagnosis/stack_text.h"
#include "encoding/utf8.h"
#include "fake_crash.h"

static void a_frame_is_one_line(void **state)
{
    struct crash *crash = fake_crash("parse ?");

    (void)state;
    crash->frames[0].names[0].file = strdup("/build/demo/src/parse.c");
    crash->frames[0].names[0].line = 42;
    crash->frames[1].trust = CRASH_TRUST_SCAN;
    char *text = stack_text(crash, 4096);
    char want[256];
    snprintf(want, sizeof want,
             "#0  parse+0x4 src/parse.c:42 demo[8f1b2c3d]\n#1  demo+0x%llx [8f1b2c3d] (scan)",
             (unsigned long long)crash->frames[1].offset);
    assert_string_equal(text, want);
    free(text);
    crash_free(crash);
}

static void an_unloaded_module_is_told(void **state)
{
    struct crash *crash = fake_crash("?");

    (void)state;
    crash->modules[0].unloaded = true;
    char *text = stack_text(crash, 4096);
    assert_non_null(strstr(text, "[8f1b2c3d] (unloaded)"));
    free(text);
    crash_free(crash);
}

static void a_changed_file_is_told(void **state)
{
    struct crash *crash = fake_crash("?");

    (void)state;
    crash->modules[0].state = CRASH_MODULE_CHANGED;
    char *text = stack_text(crash, 4096);
    assert_non_null(strstr(text, "[8f1b2c3d] (file changed since)"));
    free(text);
    crash_free(crash);
}

static void code_in_no_file_shows_its_address(void **state)
{
    struct crash *crash = fake_crash("?");

    (void)state;
    crash->frames[0].module = -1;
    crash->frames[0].pc = 0xdead;
    char *text = stack_text(crash, 4096);
    assert_string_equal(text, "#0  0xdead (in no file)");
    free(text);
    crash_free(crash);
}

/* The text without what differs from line to line. */
static void assert_shape(struct crash *crash, const char *want)
{
    struct stack_lines lines;
    char shape[4096] = "";

    assert_int_equal(stack_lines_fold(crash, &lines), 0);
    for (size_t i = 0; i < lines.count; i++) {
        strcat(shape, i > 0 ? "|" : "");
        strcat(shape, lines.lines[i].kind == STACK_LINE_NOTE ? lines.lines[i].note
                      : lines.lines[i].name != NULL          ? lines.lines[i].name->function
                                                             : "?");
    }
    stack_lines_done(&lines);
    assert_string_equal(shape, want);
    crash_free(crash);
}

static void recursion_is_folded(void **state)
{
    (void)state;
    assert_shape(fake_crash("leaf f f f f f main"), "leaf|f|... again 4 times|main");
    assert_shape(fake_crash("a b a b a b a b main"), "a|b|... these 2 again 3 times|main");
    assert_shape(fake_crash("f f main"), "f|f|main");
    assert_shape(fake_crash("a b c a b c main"), "a|b|c|a|b|c|main");
}

static void a_gap_within_a_recursion_belongs_to_it(void **state)
{
    struct crash *crash = fake_crash("leaf f f f");

    (void)state;
    fake_crash_append(crash, "f", 2, 1000); /* 3 + 1000 + 2 frames of f */
    fake_crash_append(crash, "main", 1, 0);
    assert_shape(crash, "leaf|f|... again 1,004 times|main");
}

static void a_gap_elsewhere_is_counted(void **state)
{
    struct crash *crash = fake_crash("a b c");

    (void)state;
    fake_crash_append(crash, "main", 1, 500);
    assert_shape(crash, "a|b|c|... 500 frames left out|main");
}

static void frames_lost_at_the_end_are_counted(void **state)
{
    struct crash *crash = fake_crash("a b");

    (void)state;
    crash->frames_total = 3;
    assert_shape(crash, "a|b|... 1 frame left out");
}

static void top_and_bottom_stay_within_every_limit(void **state)
{
    char stack[8192] = "";
    char word[32];

    (void)state;
    for (int i = 0; i < 300; i++) {
        snprintf(word, sizeof word, "function_%d ", i);
        strcat(stack, word);
    }
    strcat(stack, "main");
    struct crash *crash = fake_crash(stack);
    for (size_t limit = 300; limit < 16000; limit += 97) {
        char *text = stack_text(crash, limit);
        size_t length = strlen(text);

        assert_in_range(length, 1, limit);
        assert_int_equal(strncmp(text, "#0  function_0+", 15), 0);
        assert_non_null(strstr(text, "main+0x4"));
        assert_true(length == limit || text[length - 1] == ']'); /* whole lines */
        if (strstr(text, "function_150+") == NULL) {
            assert_non_null(strstr(text, " more lines\n"));
        }
        free(text);
    }
    crash_free(crash);
}

static void what_was_left_out_and_what_is_shown_make_the_whole(void **state)
{
    char stack[8192] = "";
    char word[32];
    unsigned left_out = 0, shown = 0;

    (void)state;
    for (int i = 0; i < 300; i++) {
        snprintf(word, sizeof word, "function_%d ", i);
        strcat(stack, word);
    }
    struct crash *crash = fake_crash(stack);
    char *text = stack_text(crash, 4096);
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        shown += line[0] == '#';
        (void)sscanf(line, "    ... %u more lines", &left_out);
    }
    assert_int_equal(shown + left_out, 300);
    free(text);
    crash_free(crash);
}

static void no_line_is_cut_within_a_character(void **state)
{
    struct crash *crash = fake_crash("f");
    char name[2001];

    (void)state;
    for (int i = 0; i < 1000; i++) {
        memcpy(name + i * 2, "\xc3\xa4", 2);
    }
    name[2000] = '\0';
    free(crash->frames[0].names[0].function);
    crash->frames[0].names[0].function = strdup(name);
    char *text = stack_text(crash, 4096);
    for (size_t at = 0; text[at] != '\0';) {
        size_t size = utf8_character(text + at, strlen(text + at));
        assert_true(size > 0);
        at += size;
    }
    assert_true(strlen(text) < 300);
    free(text);
    crash_free(crash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_is_one_line),
        cmocka_unit_test(a_changed_file_is_told),
        cmocka_unit_test(an_unloaded_module_is_told),
        cmocka_unit_test(code_in_no_file_shows_its_address),
        cmocka_unit_test(recursion_is_folded),
        cmocka_unit_test(a_gap_within_a_recursion_belongs_to_it),
        cmocka_unit_test(a_gap_elsewhere_is_counted),
        cmocka_unit_test(frames_lost_at_the_end_are_counted),
        cmocka_unit_test(top_and_bottom_stay_within_every_limit),
        cmocka_unit_test(what_was_left_out_and_what_is_shown_make_the_whole),
        cmocka_unit_test(no_line_is_cut_within_a_character),
    };

    return cmocka_run_group_tests_name("stack_text", tests, NULL, NULL);
}
