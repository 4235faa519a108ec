/*
 * Where something was found: a list of ranges of the original text, each with what it is.
 * Ranges are collected in any order, then settled: sorted, overlaps merged into one.
 */
#ifndef SPAN_H
#define SPAN_H

#include <stddef.h>
#include <stdint.h>

struct span {
    size_t start;
    size_t end;
    const char *name; /* the rule's name; static or owned by the sanitizer */
};

struct span_list {
    struct span *spans;
    size_t count;
    size_t capacity;
    int out_of_memory; /* sticky: the text must then be withheld */
};

void span_list_done(struct span_list *list);

/* Note a find. Empty ranges are ignored; a lack of memory is remembered in the list. */
void span_add(struct span_list *list, size_t start, size_t end, const char *name);

/*
 * Sort and merge. Of overlapping finds the one that starts first gives its name, the longer
 * one if both start together; a home that reaches into something secret is secret.
 */
void span_settle(struct span_list *list);

/* The name of the rule whose replacement is "~" and not a bracketed word. */
extern const char span_home[];

/* The name of whatever tells who somebody is. */
extern const char span_user[];

/* The name of what is hidden without being judged. */
extern const char span_crowded[];

/* The name of what users gave as a literal: no exemption lets it pass. */
extern const char span_literal[];

#endif
