#include "span.h"

#include <stdlib.h>

const char span_home[] = "home";
const char span_user[] = "user";
const char span_literal[] = "literal";
const char span_crowded[] = "crowded";

void span_list_done(struct span_list *list)
{
    free(list->spans);
    list->spans = NULL;
    list->count = list->capacity = 0;
}

/* Found for another literal already: what many keys or marks in a row end in. */
static int last_covers(const struct span_list *list, size_t start, size_t end)
{
    return list->count > 0 && list->spans[list->count - 1].start <= start &&
           list->spans[list->count - 1].end >= end;
}

void span_add(struct span_list *list, size_t start, size_t end, const char *name)
{
    if (start >= end || list->out_of_memory || last_covers(list, start, end)) {
        return;
    }
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 16 : list->capacity * 2;
        struct span *grown = reallocarray(list->spans, capacity, sizeof *grown);

        if (grown == NULL) {
            list->out_of_memory = 1;
            return;
        }
        list->spans = grown;
        list->capacity = capacity;
    }
    list->spans[list->count++] = (struct span){start, end, name};
}

/* Whether `a` comes first, or neither does. */
static int is_in_order(const struct span *a, const struct span *b)
{
    return a->start != b->start ? a->start < b->start : a->end >= b->end;
}

/* Where the sorted run that begins at `at` ends. */
static size_t run_end(const struct span *spans, size_t count, size_t at)
{
    while (at + 1 < count && is_in_order(&spans[at], &spans[at + 1])) {
        at++;
    }
    return at + 1 < count ? at + 1 : count;
}

/* Merge each run with the one behind it; returns how many are left. */
static size_t merge_runs(const struct span *spans, size_t count, struct span *merged)
{
    size_t runs = 0;

    for (size_t start = 0, end; start < count; start = end, runs++) {
        size_t middle = run_end(spans, count, start), left = start, right = middle;

        end = middle < count ? run_end(spans, count, middle) : count;
        for (size_t at = start; at < end; at++) {
            int is_left =
                right == end || (left < middle && is_in_order(&spans[left], &spans[right]));

            merged[at] = spans[is_left ? left++ : right++];
        }
    }
    return runs;
}

/* Each rule of each reading finds what it finds nearly in order: a merge of runs does little
 * more than to tell that. */
static void sort(struct span_list *list)
{
    struct span *merged;
    size_t runs;

    if (list->count == 0 || run_end(list->spans, list->count, 0) == list->count) {
        return;
    }
    merged = reallocarray(NULL, list->capacity, sizeof *merged);
    if (merged == NULL) {
        list->out_of_memory = 1;
        return;
    }
    do {
        struct span *spans = list->spans;

        runs = merge_runs(spans, list->count, merged);
        list->spans = merged;
        merged = spans;
    } while (runs > 1);
    free(merged);
}

void span_settle(struct span_list *list)
{
    size_t kept = 0;

    sort(list);
    for (size_t i = 0; i < list->count; i++) {
        struct span *last = kept > 0 ? &list->spans[kept - 1] : NULL;
        const struct span *next = &list->spans[i];

        if (last == NULL || next->start >= last->end) {
            list->spans[kept++] = *next;
            continue;
        }
        if (last->name == span_home && next->name != span_home && next->end > last->end) {
            last->name = next->name;
        }
        if (next->end > last->end) {
            last->end = next->end;
        }
    }
    list->count = kept;
}
