/* A view that takes over what did not change is the view that is made from nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "draw.h"
#include "reading/view.h"

#define TEXT_MAX 400
#define ROUNDS 4000

/* What readings look closer at, and what they do not. */
static size_t make_text(char text[TEXT_MAX])
{
    static const char *const pieces[] = {"word ",
                                         "\n",
                                         "\n\n",
                                         "\\n",
                                         "%41",
                                         "%0a",
                                         "&quot;",
                                         "\x1b[1;31m",
                                         "\x01",
                                         "\xff",
                                         "\xc3",
                                         "ä",
                                         "A",
                                         "[redacted:key]",
                                         "x=",
                                         "A=1",
                                         "\\x41",
                                         "\\u0041",
                                         "\xe2\x80\x8b",
                                         "\r\n",
                                         "[",
                                         "\\",
                                         "\x1b",
                                         "B="};
    size_t length = 0, wanted = 20 + draw(TEXT_MAX - 40);

    while (length < wanted) {
        const char *piece = pieces[draw(sizeof pieces / sizeof *pieces)];
        size_t size = draw(12) == 0 ? 1 : strlen(piece); /* or one that was cut */

        if (draw(30) == 0) {
            piece = "";
            size = 1; /* a NUL */
        }
        memcpy(text + length, piece, size);
        length += size;
    }
    return length;
}

static void add_spans(struct span_list *list, size_t length)
{
    for (uint32_t count = draw(4); count > 0; count--) {
        size_t start = draw((uint32_t)length);

        span_add(list, start, start + 1 + draw(draw(4) == 0 ? 90 : 12),
                 draw(2) == 0 ? span_home : span_user);
        if (list->count > 0 && list->spans[list->count - 1].end > length) {
            list->spans[list->count - 1].end = length;
        }
    }
    span_settle(list);
}

static void assert_same(const struct view *one, const struct view *other, size_t length)
{
    assert_int_equal(one->length, other->length);
    assert_memory_equal(one->bytes, other->bytes, one->length);
    for (size_t at = 0; at <= one->length; at++) {
        assert_int_equal(view_origin(one, at), view_origin(other, at));
    }
    for (size_t origin = 0; origin <= length; origin++) {
        assert_int_equal(view_at(one, origin), view_at(other, origin));
    }
}

static void check(enum view_reading reading, const char *text, size_t length)
{
    struct span_list done = {0}, changed = {0};
    struct view last, again, whole;
    const struct view_making anew = {.fold = 1, .turns_max = SIZE_MAX, .done = &done};
    struct view_making from_last = anew;

    from_last.before = &last;
    from_last.changed = &changed;
    add_spans(&done, length);
    assert_int_equal(view_init(&last, reading, text, length, &anew), 0);
    for (int round = 0; round < 3; round++) {
        add_spans(&changed, length);
        for (size_t i = 0; i < changed.count; i++) {
            span_add(&done, changed.spans[i].start, changed.spans[i].end,
                     changed.spans[i].name);
        }
        span_settle(&done);
        assert_int_equal(view_init(&again, reading, text, length, &from_last), 0);
        assert_int_equal(view_init(&whole, reading, text, length, &anew), 0);
        assert_same(&again, &whole, length);
        view_done(&whole);
        view_done(&last);
        last = again;
        span_list_done(&changed);
    }
    view_done(&last);
    span_list_done(&done);
}

/* Give up early, and replace what is behind. */
static void check_given_up(enum view_reading reading, const char *text, size_t length)
{
    struct span_list done = {0};
    struct view given_up, again, whole;
    const struct view_making anew = {.fold = 1, .turns_max = SIZE_MAX, .done = &done};
    struct view_making early = anew, from_given_up = anew;

    early.turns_max = 8 + draw(60);
    from_given_up.before = &given_up;
    from_given_up.changed = &done;
    assert_int_equal(view_init(&given_up, reading, text, length, &early), 0);
    assert_in_range(given_up.end, 0, length);
    if (given_up.end < length) {
        span_add(&done, given_up.end, length, span_user);
        assert_int_equal(view_init(&again, reading, text, length, &from_given_up), 0);
        assert_int_equal(view_init(&whole, reading, text, length, &anew), 0);
        assert_same(&again, &whole, length);
        assert_in_range(whole.turns, 0, early.turns_max);
        view_done(&whole);
        view_done(&again);
    }
    view_done(&given_up);
    span_list_done(&done);
}

/* Each reading of many texts. */
static void check_texts(void (*check_text)(enum view_reading, const char *, size_t))
{
    char text[TEXT_MAX];

    for (int round = 0; round < ROUNDS; round++) {
        size_t length = make_text(text);

        for (enum view_reading reading = VIEW_PLAIN; reading < VIEW_READINGS; reading++) {
            check_text(reading, text, length);
        }
    }
}

static void what_did_not_change_is_taken_over(void **context)
{
    (void)context;
    check_texts(check);
}

static void what_was_given_up_is_read_as_far_as_it_was(void **context)
{
    (void)context;
    check_texts(check_given_up);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_did_not_change_is_taken_over),
        cmocka_unit_test(what_was_given_up_is_read_as_far_as_it_was)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
