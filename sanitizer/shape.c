/* Tokens with a shape of their own: a fixed prefix or mark, then so many of such characters. */
#include "scan.h"

#include <string.h>

#include "looks.h"

/* How far a context word may stand before a token that needs one. */
#define CONTEXT_REACH 96

static int literal_at(const struct scan *scan, const struct table_element *element, size_t at,
                      int exact)
{
    const unsigned char *literal = (const unsigned char *)table_text + element->text;

    if (at > scan->length || scan->length - at < element->min) {
        return 0;
    }
    for (size_t i = 0; i < element->min; i++) {
        unsigned char byte = scan->bytes[at + i];
        if (byte != literal[i] && (exact || table_lower[byte] != table_lower[literal[i]])) {
            return 0;
        }
    }
    return 1;
}

/* Match the elements before the pivot, the last first. Sets *ret_start. */
static int match_back(const struct scan *scan, const struct table_shape *shape, size_t at,
                      size_t *ret_start)
{
    for (size_t i = shape->pivot; i-- > 0;) {
        const struct table_element *element = &table_elements[shape->first + i];

        if (element->kind == ELEMENT_LITERAL) {
            if (at < element->min ||
                !literal_at(scan, element, at - element->min, shape->flags & SHAPE_EXACT)) {
                return 0;
            }
            at -= element->min;
        } else {
            size_t start = scan_run_start(scan, element->set, at, element->max);

            if (at - start < element->min) {
                return 0;
            }
            at = start;
        }
    }
    *ret_start = at;
    return 1;
}

static int match_on(struct scan *scan, const struct table_shape *shape, size_t at,
                    size_t *ret_end)
{
    for (size_t i = shape->pivot; i < shape->count; i++) {
        const struct table_element *element = &table_elements[shape->first + i];
        size_t end;

        if (element->kind == ELEMENT_LITERAL) {
            if (!literal_at(scan, element, at, shape->flags & SHAPE_EXACT)) {
                return 0;
            }
            at += element->min;
            continue;
        }
        end = scan_run_end(scan, element->set, at);
        if (end - at < element->min) {
            return 0;
        }
        if (end - at > element->max) {
            if (i + 1 == shape->count) {
                return 0; /* an exact length is part of the shape */
            }
            end = at + element->max;
        }
        at = end;
    }
    *ret_end = at;
    return 1;
}

static int context_before(const struct scan *scan, size_t at, size_t context)
{
    size_t from = at > CONTEXT_REACH ? at - CONTEXT_REACH : 0;

    for (size_t word = table_context_ends[context - 1]; word < table_context_ends[context];
         word++) {
        for (size_t i = from; i < at; i++) {
            if (scan_is_at(scan, i, table_text + table_context_words[word])) {
                return 1;
            }
        }
    }
    return 0;
}

void match_shape(struct scan *scan, size_t at, const struct table_shape *shape)
{
    size_t start, end;

    if (!match_back(scan, shape, at, &start) || !match_on(scan, shape, at, &end)) {
        return;
    }
    if ((shape->flags & SHAPE_BOUNDED) && in_set(scan_before(scan, start), SET_ALNUM)) {
        return;
    }
    if (shape->context != 0 && !context_before(scan, start, shape->context)) {
        return;
    }
    if (!(shape->flags & SHAPE_UNCHECKED)) {
        size_t literal = table_elements[shape->first + shape->pivot].min;
        size_t rest = shape->pivot == 0 ? start + literal : start;

        if (looks_like_name(scan->bytes + rest, end - rest) || scan_byte(scan, end) == '(' ||
            (scan_byte(scan, end) == '+' && scan_is_at(scan, end + 1, "0x"))) {
            return;
        }
        if ((shape->flags & SHAPE_DOUBTED) && !looks_hex(scan->bytes + rest, end - rest) &&
            !looks_typed(scan->bytes + rest, end - rest) &&
            looks_evidence(scan->bytes + rest, end - rest) <= 0) {
            return;
        }
    }
    scan_found(scan, start, end, table_text + shape->name);
}
