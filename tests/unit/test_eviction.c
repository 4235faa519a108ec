/* Which event leaves a full queue. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "outbox/eviction.h"

/* Each letter is an event of that signature, named by its place: "aab" is a0 a1 b2. */
static const struct row {
    const char *name, *events, *leave;
} rows[] = {
    {"nothing_leaves_an_empty_queue", "", ""},
    {"the_oldest_of_one_signature_leaves_first", "aaa", "a0 a1 a2"},
    {"the_oldest_of_the_largest_signature_leaves_first", "abbb", "b1 b2 a0 b3"},
    {"of_equals_the_one_that_came_first_leaves", "ba", "b0 a1"},
    {"of_equals_the_signature_that_came_first_gives_up_its_oldest", "cabcab",
     "c0 a1 b2 c3 a4 b5"},
    {"a_crash_loop_pushes_out_its_own_past", "xyzlllll", "l3 l4 l5 l6 x0 y1 z2 l7"},
};

static void leaves_in_order(void **state)
{
    const struct row *row = *state;
    struct eviction *eviction = eviction_new();
    char gone[256] = "";
    char *name;

    assert_non_null(eviction);
    for (size_t i = 0; row->events[i] != '\0'; i++) {
        char event[8], signature[2] = {row->events[i], '\0'};
        snprintf(event, sizeof event, "%c%zu", row->events[i], i);
        assert_int_equal(eviction_add(eviction, event, signature), 0);
    }
    while ((name = eviction_take(eviction)) != NULL) {
        snprintf(gone + strlen(gone), sizeof gone - strlen(gone), "%s%s",
                 gone[0] != '\0' ? " " : "", name);
        free(name);
    }
    assert_string_equal(gone, row->leave);
    eviction_free(eviction);
}

/* Where each looked at all of them, this would outlast the test's time by far. */
static void a_hundred_thousand_signatures_are_no_burden(void **state)
{
    enum { COUNT = 100000 };
    struct eviction *eviction = eviction_new();
    char text[16];

    (void)state;
    assert_non_null(eviction);
    for (unsigned i = 0; i < 2 * COUNT; i++) {
        snprintf(text, sizeof text, "%u", i % COUNT);
        assert_int_equal(eviction_add(eviction, text, text), 0);
    }
    for (unsigned i = 0; i < 2 * COUNT; i++) {
        char *name = eviction_take(eviction);
        snprintf(text, sizeof text, "%u", i % COUNT);
        assert_string_equal(name, text);
        free(name);
    }
    assert_null(eviction_take(eviction));
    eviction_free(eviction);
}

#define ROWS (sizeof rows / sizeof rows[0])

int main(void)
{
    struct CMUnitTest tests[ROWS + 1] = {
        [ROWS] = cmocka_unit_test(a_hundred_thousand_signatures_are_no_burden),
    };

    for (size_t i = 0; i < ROWS; i++) {
        tests[i] = (struct CMUnitTest){
            .name = rows[i].name,
            .test_func = leaves_in_order,
            .initial_state = (void *)(uintptr_t)&rows[i],
        };
    }
    return cmocka_run_group_tests_name("eviction", tests, NULL, NULL);
}
