#include "span.h"

#include <stdlib.h>

const char span_home[] = "home";
const char span_user[] = "user";
const char span_literal[] = "literal";

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

static int compare(const void *left, const void *right)
{
    const struct span *a = left, *b = right;

    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    if (a->end != b->end) {
        return a->end > b->end ? -1 : 1;
    }
    return 0;
}

void span_settle(struct span_list *list)
{
    size_t kept = 0, sorted = 1;

    while (sorted < list->count &&
           compare(&list->spans[sorted - 1], &list->spans[sorted]) <= 0) {
        sorted++;
    }
    if (sorted < list->count) {
        qsort(list->spans, list->count, sizeof *list->spans, compare);
    }
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
