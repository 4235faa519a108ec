/*
 * Root's half of the harvest of another user's spool, against children that do not keep to the
 * agreement. The child is a fresh image of this very program, so main() plays it.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/foreign.h"

#define USER 40001
#define TIMEOUT_MS 700

static const struct event_origin origin = {"instance", "device", "none", "1"};

/* What the door saw. */
struct seen {
    unsigned rounds;
    unsigned admitted;
    unsigned settled;
};

static void begin(void *context)
{
    ((struct seen *)context)->rounds++;
}

static int admit(void *context, const char *json, size_t length)
{
    struct seen *seen = context;

    if (length < 2 || json[0] != '{') {
        return -EBADMSG;
    }
    seen->admitted++;
    return 0;
}

static int settle(void *context)
{
    ((struct seen *)context)->settled++;
    return 0;
}

/* The child's side: what `way` does. */
static void put(const void *bytes, size_t length)
{
    if (write(FOREIGN_TO_PARENT, bytes, length) < 0) {
        _exit(3);
    }
}

static void put_message(char kind, uint32_t length, const char *payload)
{
    put(&kind, 1);
    put(&length, sizeof length);
    put(payload, strlen(payload));
}

static void settle_and_wait(void)
{
    char byte;

    put_message(FOREIGN_SETTLE, 0, "");
    if (read(FOREIGN_FROM_PARENT, &byte, 1) != 1) {
        _exit(4);
    }
}

static int play(const char *way)
{
    if (strcmp(way, "honest") == 0) {
        put_message(FOREIGN_EVENT, 2, "{}");
        settle_and_wait();
        put_message(FOREIGN_EVENT, 2, "{}");
        settle_and_wait();
    } else if (strcmp(way, "no_event") == 0) {
        put_message(FOREIGN_EVENT, 4, "junk");
        put_message(FOREIGN_EVENT, 2, "{}");
        settle_and_wait();
    } else if (strcmp(way, "unknown_kind") == 0) {
        put_message('Z', 0, "");
    } else if (strcmp(way, "length_of_a_lie") == 0) {
        put_message(FOREIGN_EVENT, UINT32_MAX, "{}");
    } else if (strcmp(way, "cut_short") == 0) {
        put_message(FOREIGN_EVENT, 100, "{}");
    } else if (strcmp(way, "cut_in_the_length") == 0) {
        put("E\1", 2);
    } else if (strcmp(way, "number_of_a_lie") == 0) {
        put_message(FOREIGN_LOST, 3, "abc");
    } else if (strcmp(way, "silence") == 0) {
        sleep(30);
    } else if (strcmp(way, "rounds_without_end") == 0) {
        for (;;) {
            settle_and_wait();
        }
    } else if (strcmp(way, "events_without_end") == 0) {
        for (;;) {
            put_message(FOREIGN_EVENT, 2, "{}");
        }
    } else if (strcmp(way, "words") == 0) {
        put_message(FOREIGN_WORDS, 8, "a\n\x1b[31m\xff");
    }
    return 0;
}

static const struct row {
    const char *way;
    int want;
    unsigned admitted, settled, invalid;
} rows[] = {
    {"honest", 0, 2, 2, 0},
    {"no_event", 0, 1, 1, 1},
    {"nothing", 0, 0, 0, 0},
    {"unknown_kind", -EPROTO, 0, 0, 0},
    {"length_of_a_lie", -EPROTO, 0, 0, 0},
    {"cut_short", -EPROTO, 0, 0, 0},
    {"cut_in_the_length", -EPROTO, 0, 0, 0},
    {"number_of_a_lie", -EPROTO, 0, 0, 0},
    {"silence", -ETIMEDOUT, 0, 0, 0},
    {"rounds_without_end", -EPROTO, 0, FOREIGN_ROUNDS_MAX, 0},
    {"events_without_end", -EPROTO, 256, 0, 0},
};
#define ROWS (sizeof rows / sizeof *rows)

static int harvest(const char *way, struct seen *seen, struct foreign_report *report)
{
    const struct foreign_door door = {
        .context = seen, .begin = begin, .admit = admit, .settle = settle};

    if (geteuid() != 0) {
        skip();
    }
    /* Time enough for an honest child on a busy machine. */
    int timeout_ms = strcmp(way, "silence") == 0 ? TIMEOUT_MS : 30000;
    return foreign_harvest(way, USER, &origin, timeout_ms, &door, report);
}

static void child_is_held_to_the_agreement(void **state)
{
    const struct row *row = *state;
    struct seen seen = {0};
    struct foreign_report report;

    assert_int_equal(harvest(row->way, &seen, &report), row->want);
    assert_int_equal(seen.admitted, row->admitted);
    assert_int_equal(seen.settled, row->settled);
    assert_int_equal(report.invalid, row->invalid);
}

static void words_of_the_child_are_printable(void **state)
{
    struct seen seen = {0};
    struct foreign_report report;

    (void)state;
    assert_int_equal(harvest("words", &seen, &report), 0);
    assert_string_equal(report.words, "a??[31m?");
}

int main(int argc, char **argv)
{
    struct CMUnitTest tests[ROWS + 1];

    if (argc > 2 && strcmp(argv[1], "glean") == 0) {
        return play(argv[2]);
    }
    for (size_t i = 0; i < ROWS; i++) {
        tests[i] = (struct CMUnitTest){.name = rows[i].way,
                                       .test_func = child_is_held_to_the_agreement,
                                       .initial_state = (void *)(uintptr_t)&rows[i]};
    }
    tests[ROWS] = (struct CMUnitTest)cmocka_unit_test(words_of_the_child_are_printable);
    return cmocka_run_group_tests_name("foreign", tests, NULL, NULL);
}
