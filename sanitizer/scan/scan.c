#include "scan.h"

#include <stdint.h>
#include <string.h>

#include "reading/marks.h"
#include "tables/words.h"

/* For so many lines that are left unjudged one more is with the next, up to so many. */
#define UNJUDGED_PART 4
#define UNJUDGED_MAX 32

/* Twice as many each time where not even that can be told, up to two to the power of this. */
#define UNJUDGED_DOUBLED 4

/* Lines are left one after the other if no more stands between. */
#define UNJUDGED_NEAR 128

void scan_found(struct scan *scan, size_t start, size_t end, const char *name)
{
    if (end > scan->length) {
        end = scan->length; /* what the text's end closes ends with it */
    }
    if (start >= end) {
        return;
    }
    effort_found(scan->effort);
    span_add(scan->spans, view_origin(scan->view, start), view_origin(scan->view, end), name);
}

/* How many lines are left with the one at hand. */
static size_t lines_along(const struct scan *scan)
{
    const unsigned int count = scan->unjudged_count;
    const unsigned int doubled = count < UNJUDGED_DOUBLED ? count : UNJUDGED_DOUBLED;

    if (effort_is_exhausted(scan->effort)) {
        return ((size_t)1 << (doubled - 1)) - 1;
    }
    return ((count < UNJUDGED_MAX ? count : UNJUDGED_MAX) - 1) / UNJUDGED_PART;
}

void scan_leave_unjudged(struct scan *scan, size_t start, size_t end)
{
    const struct scan_run line = scan_line(scan, start);
    const size_t near = effort_is_exhausted(scan->effort) ? UNJUDGED_NEAR : 1;
    size_t last = line.end;

    scan->unjudged_count =
        line.start <= scan->unjudged_end + near ? scan->unjudged_count + 1 : 1;
    for (size_t more = lines_along(scan); more > 0 && last < scan->length; more--) {
        last = scan_next(scan, last + 1, scan->length, '\n');
    }
    scan->unjudged_end = last > end ? last : end;
    scan_found(scan, start, scan->unjudged_end, span_crowded);
}

const char *scan_matcher_name(enum table_matcher matcher)
{
    return table_text + table_matcher_names[matcher];
}

size_t scan_run_end(struct scan *scan, enum table_set set, size_t at)
{
    struct scan_run *run = &scan->runs[set];
    size_t end = at;

    if (at >= run->start && at < run->end) {
        return run->end;
    }
    while (end < scan->length && in_set(scan->bytes[end], set)) {
        end++;
    }
    *run = (struct scan_run){at, end};
    effort_walk(scan->effort, end - at);
    return end;
}

size_t scan_run_start(const struct scan *scan, enum table_set set, size_t at, size_t limit)
{
    size_t start = at;

    while (start > 0 && at - start < limit && in_set(scan->bytes[start - 1], set)) {
        start--;
    }
    effort_walk(scan->effort, at - start);
    return start;
}

size_t scan_run_back(struct scan *scan, enum table_set set, size_t at, size_t limit)
{
    struct scan_run *back = &scan->backs[set];
    size_t start = at;

    while (start > 0 && (start < back->start || start > back->end) &&
           in_set(scan->bytes[start - 1], set)) {
        start--;
    }
    effort_walk(scan->effort, at - start);
    if (start >= back->start && start <= back->end) {
        start = back->start;
    }
    *back = (struct scan_run){start, at > back->end || start < back->start ? at : back->end};
    return at - start > limit ? at - limit : start;
}

int scan_holds(const struct scan *scan, size_t at, const char *literal, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (at + i >= scan->length ||
            table_lower[scan->bytes[at + i]] != (unsigned char)literal[i]) {
            return 0;
        }
    }
    return 1;
}

int scan_goes_on(const struct scan *scan, size_t at, const char *literal)
{
    effort_spend(scan->effort, EFFORT_ITEM);
    for (; *literal != '\0'; literal++, at++) {
        if (at >= scan->length || table_lower[scan->bytes[at]] != (unsigned char)*literal) {
            return 0;
        }
    }
    return 1;
}

/* Where one of the words may begin in the block at `bytes`, of which `left` are the text's:
 * where two bytes are its first two but for a bit that capitals differ in, and maybe other
 * bytes. */
static uint64_t may_begin(const unsigned char *bytes, size_t left, const char *const *words,
                          size_t count)
{
    const struct marks_block first = marks_load(bytes, left);
    const struct marks_block second = marks_load(bytes + 1, left - 1);
    const uint8_t small = 'a' - 'A';
    lanes begin[4] = {{0}};

    for (size_t i = 0; i < count; i++) {
        const uint8_t begins = (uint8_t)words[i][0] | small;
        const uint8_t goes_on = (uint8_t)words[i][1] | small;
        const uint8_t any = words[i][1] == '\0' ? UINT8_MAX : 0;

        for (size_t part = 0; part < 4; part++) {
            begin[part] |= (lanes)((first.lanes[part] | small) == begins) &
                           ((lanes)((second.lanes[part] | small) == goes_on) | any);
        }
    }
    return marks_join(begin);
}

static int one_stands_at(const struct scan *scan, size_t at, const char *const *words,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (scan_is_at(scan, at, words[i])) {
            return 1;
        }
    }
    return 0;
}

int scan_one_stands_between(const struct scan *scan, struct scan_run *none, size_t at,
                            size_t reach, const char *const *words, size_t count)
{
    const size_t end = reach < scan->length ? reach : scan->length;
    const size_t first = at >= none->start && at <= none->end ? none->end : at;
    size_t next = first;

    if (first == at) {
        none->start = at;
    }
    effort_spend(scan->effort, (end > next ? end - next : 0) / 8);
    for (; next < end; next += MARKS_BYTES) {
        const uint64_t within =
            end - next < MARKS_BYTES ? (UINT64_C(1) << (end - next)) - 1 : UINT64_MAX;
        uint64_t begin =
            within & may_begin(scan->bytes + next, scan->length - next, words, count);

        for (; begin != 0; begin &= begin - 1) {
            const size_t here = next + (size_t)__builtin_ctzll(begin);

            effort_spend(scan->effort, count * 2 / EFFORT_WALKED);
            if (one_stands_at(scan, here, words, count)) {
                none->end = here;
                return 1;
            }
        }
    }
    none->end = end > first ? end : first;
    return 0;
}

size_t scan_line_start(const struct scan *scan, size_t at, size_t limit)
{
    size_t start = at;

    while (start > 0 && at - start < limit && scan->bytes[start - 1] != '\n') {
        start--;
    }
    effort_spend(scan->effort, (at - start) * 3 / 2);
    return at - start < limit ? start : SIZE_MAX;
}

struct scan_run scan_line(struct scan *scan, size_t at)
{
    struct scan_run *line = &scan->line;

    if (at < line->start || at >= line->end) {
        const unsigned char *before = memrchr(scan->bytes, '\n', at);
        const unsigned char *behind = memchr(scan->bytes + at, '\n', scan->length - at);

        line->start = before != NULL ? (size_t)(before - scan->bytes) + 1 : 0;
        line->end = behind != NULL ? (size_t)(behind - scan->bytes) : scan->length;
        effort_spend(scan->effort, EFFORT_LINE + (line->end - line->start) / 16);
    }
    return *line;
}

/* Whether letters stand in [start, end), which is no longer than a block. */
static int holds_letter(const struct scan *scan, size_t start, size_t end)
{
    struct marks_block block = marks_load(scan->bytes + start, scan->length - start);
    struct marks_kinds kinds = marks_kinds(&block);

    return end > start && (kinds.upper | kinds.lower) << (MARKS_BYTES - (end - start)) != 0;
}

int scan_holds_word(const struct scan *scan, const struct table_words *list, size_t start,
                    size_t end)
{
    size_t word = start;

    effort_walk(scan->effort, end - start);
    if (end - start <= MARKS_BYTES && !holds_letter(scan, start, end)) {
        return 0;
    }
    for (size_t i = start; i <= end; i++) {
        if (i == end || !in_set(scan->bytes[i], SET_ALPHA)) {
            if (i > word && words_hold(list, scan->bytes + word, i - word)) {
                return 1;
            }
            word = i + 1;
        }
    }
    return 0;
}

void scan_init(struct scan *scan, const struct view *view, const struct identity *identity,
               unsigned int personal, struct effort *effort, struct span_list *spans)
{
    *scan = (struct scan){.identity = identity,
                          .personal = personal,
                          .view = view,
                          .bytes = view->bytes,
                          .length = view->length,
                          .effort = effort,
                          .spans = spans,
                          .place_at = SIZE_MAX};
}
