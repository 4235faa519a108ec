#include "repeats.h"

#include <string.h>

#include "scan/looks.h"
#include "scan/scan.h"

#define VALUES_MAX 8

/* Shorter ones may be words, longer ones are blocks of keys. */
#define VALUE_MIN 12
#define TYPED_MIN 8
#define VALUE_MAX 128
#define HEX_MIN 32

/* Capitals, small letters, digits and something else: typed, and no word. */
static int is_mixed(const unsigned char *text, size_t length)
{
    int other = 0;

    for (size_t i = 0; i < length; i++) {
        other |= !in_set(text[i], SET_ALNUM) && text[i] < 0x7f;
        if (text[i] <= ' ') {
            return 0;
        }
    }
    return other && looks_of_three_kinds(text, length);
}

/* Made by chance, or typed as if. */
static int is_drawn(const unsigned char *text, size_t length)
{
    return looks_random(text, length) || (length >= HEX_MIN && looks_hex(text, length)) ||
           is_mixed(text, length);
}

/* hollyhock12, l!ly-of-the: what somebody typed for a password, and no word. */
static int is_typed(const unsigned char *text, size_t length)
{
    size_t letters = 0, typed = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] <= ' ' || text[i] == '/' || text[i] >= 0x7f) {
            return 0;
        }
        letters += in_set(text[i], SET_ALPHA) != 0;
        typed += in_set(text[i], SET_TYPED) != 0;
    }
    return length >= TYPED_MIN && letters > 1 && typed > 0;
}

/* Whether what is found at `at` is a word of its own. */
static int is_bounded(const char *text, size_t length, size_t at, size_t size)
{
    return (at == 0 || !in_set((unsigned char)text[at - 1], SET_WORD)) &&
           (at + size == length || !in_set((unsigned char)text[at + size], SET_WORD));
}

/* Homes, users and addresses of mail are found wherever they stand. */
static int may_repeat(const struct span *span, const char *text)
{
    size_t length = span->end - span->start;

    return length <= VALUE_MAX && span->name != span_home && span->name != span_user &&
           strcmp(span->name, "email") != 0 &&
           ((length >= VALUE_MIN &&
             is_drawn((const unsigned char *)text + span->start, length)) ||
            is_typed((const unsigned char *)text + span->start, length));
}

static int is_among(const struct span *values, size_t count, const struct span *span,
                    const char *text)
{
    size_t length = span->end - span->start;

    for (size_t i = 0; i < count; i++) {
        if (values[i].end - values[i].start == length &&
            memcmp(text + values[i].start, text + span->start, length) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Of a cookie, NAME=VALUE; NAME=VALUE, the first value if chance made it: it may stand
 * elsewhere without the name. */
static struct span without_name(struct span span, const char *text)
{
    size_t value = span.start, last;

    while (value < span.end && in_set((unsigned char)text[value], SET_WORD)) {
        value++;
    }
    if (value > span.start && value + 1 < span.end && text[value] == '=') {
        for (last = ++value; last < span.end && in_set((unsigned char)text[last], SET_ALNUM);
             last++) {
        }
        if (looks_random((const unsigned char *)text + value, last - value)) {
            span.start = value;
            span.end = last;
        }
    }
    return span;
}

void repeats_add(struct span_list *found, const char *text, size_t length,
                 struct effort *effort)
{
    struct span values[VALUES_MAX];
    size_t count = 0, before = found->count;

    for (size_t i = 0; i < before && count < VALUES_MAX; i++) {
        const struct span span = without_name(found->spans[i], text);
        size_t size = span.end - span.start;
        const char *at = text;

        if (span.name == span_crowded || is_among(values, count, &span, text)) {
            continue;
        }
        effort_spend(effort, size < VALUE_MAX ? size : 1);
        if (!may_repeat(&span, text)) {
            continue;
        }
        values[count++] = span;
        effort_spend(effort, length / 8);
        while ((at = memmem(at, (size_t)(text + length - at), text + span.start, size)) !=
               NULL) {
            const size_t start = (size_t)(at - text);

            if (size >= VALUE_MIN || is_bounded(text, length, start, size)) {
                span_add(found, start, start + size, span.name);
            }
            at += size;
        }
    }
}
