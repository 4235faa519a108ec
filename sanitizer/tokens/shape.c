/* Tokens with a shape of their own: a fixed prefix or mark, then so many of such characters. */
#include "tokens.h"

#include <string.h>

#include "scan/looks.h"

/* So many tokens that end together are asked whether they are names. */
#define NAMES_MAX 16

/* So many digits among its first characters are in no name. */
#define DIGITS_OF_NO_NAME 10
#define DIGITS_OF_FEW_NAMES 6 /* among capitals and small letters */
#define DIGITS_OF_TOKEN 4     /* behind a mark that few characters are enough for */
#define DIGITS_LOOKED_AT 64

/* How far a context word may stand before a token that needs one. */
#define CONTEXT_REACH 96

/* So many characters of a token that was cut off are asked for behind its mark. */
#define CUT_MIN 5

/* A token that is shorter than its shape has so many characters behind a long mark that few are
 * enough for, so many behind another, and so many parts joined by dots. */
#define SHORT_MIN_LONG 3
#define SHORT_MIN 6
#define SHORT_COUNTED_MIN 8 /* abcdefgh, behind a long mark */
#define SHORT_WORD_MIN 8
#define SHORT_TYPED_MIN 16  /* abcdefghijklmnop */
#define SHORT_PHRASE_MIN 10 /* abc123secrettoken */
#define SHORT_PHRASE_DIGITS 3
#define SHORT_PARTS_MAX 3

/* Base64 is wrapped at 64 or 76 characters, and is indented; the last line has some, too. */
#define LINE_MIN 60
#define LINE_MAX 128
#define WRAPPED_MIN 4

/* No token ends in so many of one character. */
#define ROW_MIN 16

/* A mark of this length is seldom an accident, one of the other never. */
#define LONG_MARK 6
#define UNIQUE_MARK 12

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
static int match_back(struct scan *scan, const struct table_shape *shape, size_t at,
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
            size_t start = scan_run_back(scan, element->set, at, element->max);

            if (at - start < element->min) {
                return 0;
            }
            at = start;
        }
    }
    *ret_start = at;
    return 1;
}

/* Where the text was cut off, the end closes what is open: here, or at an ellipsis. */
static int is_cut(const struct scan *scan, size_t at)
{
    return at == scan->length || scan_is_at(scan, at, "...") ||
           scan_is_at(scan, at, "\xe2\x80\xa6");
}

/* How far the literal stands at `at`, if the text ends within it; 0 if it does not. */
static size_t cut_literal(const struct scan *scan, const struct table_element *element,
                          size_t at)
{
    size_t length = 0;

    while (length < element->min && at + length < scan->length &&
           scan->bytes[at + length] == (unsigned char)table_text[element->text + length]) {
        length++;
    }
    return at + length == scan->length ? length : 0;
}

enum match { MATCH_NONE, MATCH_SHORT, MATCH_CUT, MATCH_WHOLE };

/* Match the pivot and what follows it. Sets *ret_end unless there is no match. */
static enum match match_on(struct scan *scan, const struct table_shape *shape, size_t at,
                           size_t *ret_end)
{
    size_t least = at + table_elements[shape->first + shape->pivot].min + CUT_MIN;

    for (size_t i = shape->pivot; i < shape->count; i++) {
        const struct table_element *element = &table_elements[shape->first + i];
        size_t end;

        if (element->kind == ELEMENT_LITERAL) {
            if (!literal_at(scan, element, at, shape->flags & SHAPE_EXACT)) {
                *ret_end = at + cut_literal(scan, element, at);
                return i > shape->pivot && at >= least && is_cut(scan, *ret_end) ? MATCH_CUT
                                                                                 : MATCH_NONE;
            }
            at += element->min;
            continue;
        }
        end = scan_run_end(scan, element->set, at);
        if (end - at < element->min) {
            *ret_end = end;
            return end >= least && is_cut(scan, end)   ? MATCH_CUT
                   : (shape->flags & SHAPE_SHORT) != 0 ? MATCH_SHORT
                                                       : MATCH_NONE;
        }
        if (end - at > element->max) {
            if (i + 1 == shape->count) { /* an exact length is part of the shape */
                *ret_end = end;
                return (shape->flags & SHAPE_SHORT) != 0 ? MATCH_SHORT : MATCH_NONE;
            }
            end = at + element->max;
        }
        at = end;
    }
    *ret_end = at;
    return MATCH_WHOLE;
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
        effort_spend(scan->effort, (at - from) * 2);
    }
    return 0;
}

/* How a token looks is told by its first bytes. */
static void spend_look(const struct scan *scan, size_t length)
{
    effort_spend(scan->effort, (length < DIGITS_LOOKED_AT ? length : DIGITS_LOOKED_AT) / 2);
}

/* Names begin like tokens: task_live_..., re_compile_... */
static int is_name(const struct scan *scan, const struct table_shape *shape, size_t start,
                   size_t end)
{
    size_t literal = table_elements[shape->first + shape->pivot].min;
    size_t rest = shape->pivot == 0 ? start + literal : start;
    const unsigned char *text = scan->bytes + rest;
    size_t length = end - rest, digits = 0;

    if (scan_byte(scan, end) == '(' ||
        (scan_byte(scan, end) == '+' && scan_is_at(scan, end + 1, "0x"))) {
        return 1;
    }
    spend_look(scan, length);
    for (size_t i = 0; i < length && i < DIGITS_LOOKED_AT; i++) {
        digits += in_set(text[i], SET_DIGIT) != 0;
    }
    if (digits >= DIGITS_OF_NO_NAME) {
        return 0;
    }
    if (literal > TRIGGER_MIN && looks_made_up(text, length)) {
        return 0;
    }
    if (((shape->flags & SHAPE_SHORTEST) != 0 && digits >= DIGITS_OF_TOKEN) ||
        (digits >= DIGITS_OF_FEW_NAMES && looks_of_three_kinds(text, length))) {
        return 0;
    }
    if (shape->flags & SHAPE_DOUBTED) {
        return !looks_hex(text, length) && !looks_typed(text, length) &&
               looks_evidence(text, length) <= LOOKS_RANDOM_EXPECTED;
    }
    return looks_like_name(text, length);
}

/* _ZN...: a mangled name, which may hold any token's mark. */
static int is_mangled(const struct scan *scan, size_t start)
{
    return scan_before(scan, start) == '_' && scan_is_at(scan, start, "zn") &&
           in_set(scan_byte(scan, start + 2), SET_DIGIT);
}

/* A run with so many tokens, each of which could be a name, is none. */
static int is_beyond_judging(struct scan *scan, size_t end)
{
    if (scan->shape_end != end) {
        scan->shape_end = end;
        scan->shape_count = 0;
    }
    return scan->shape_count++ >= NAMES_MAX;
}

static void count_in(const struct scan *scan, size_t start, size_t end, struct scan_cut *cut)
{
    effort_spend(scan->effort, (end - start) / 2);
    for (size_t i = start; i < end; i++) {
        cut->digits += in_set(scan_byte(scan, i), SET_DIGIT) != 0;
        cut->uppers += in_set(scan_byte(scan, i), SET_UPPER) != 0;
        cut->others += !in_set(scan_byte(scan, i), SET_UUID);
    }
}

/* What [start, end) consists of: less than from where another token began that ends there too.
 */
static const struct scan_cut *cut_at(struct scan *scan, size_t start, size_t end)
{
    struct scan_cut *cut = &scan->cut, passed = {0};

    if (cut->end != end || start < cut->start) {
        *cut = (struct scan_cut){.start = start, .end = end};
        count_in(scan, start, end, cut);
    }
    count_in(scan, cut->start, start, &passed);
    cut->start = start;
    cut->digits -= passed.digits;
    cut->uppers -= passed.uppers;
    cut->others -= passed.others;
    return cut;
}

/* The less of a token is there, the more it must look like one. */
static int is_likely_cut(struct scan *scan, const struct table_shape *shape, size_t start,
                         size_t end)
{
    size_t literal = table_elements[shape->first + shape->pivot].min;
    size_t length = end - start - literal;
    const struct scan_cut *cut;

    if (shape->pivot > 0 || in_set(scan_before(scan, start), SET_WORD)) {
        return 0;
    }
    cut = cut_at(scan, start + literal, end);
    if (literal >= UNIQUE_MARK || (literal >= LONG_MARK && cut->digits + cut->uppers > 0) ||
        (literal > TRIGGER_MIN && length >= 12 && cut->digits > 0 &&
         (cut->uppers > 0 || cut->others * 4 <= length))) {
        return 1;
    }
    spend_look(scan, length);
    return looks_evidence(scan->bytes + start + literal, length) > 2 * LOOKS_RANDOM_EXPECTED;
}

/* Where a token of other length than its shape's ends: made up for a test, or cut by a program.
 */
static size_t short_end(struct scan *scan, size_t at)
{
    size_t end = scan_run_end(scan, SET_BASE64URL, at);

    for (int parts = 1; parts < SHORT_PARTS_MAX && scan_byte(scan, end) == '.' &&
                        in_set(scan_byte(scan, end + 1), SET_ALNUM);
         parts++) {
        end = scan_run_end(scan, SET_BASE64URL, end + 1);
    }
    return end;
}

/*
 * Whether the few characters behind the mark are no name: digits among letters, or, behind a
 * mark that nothing else begins with, one word.
 */
static int is_likely_short(struct scan *scan, const struct table_shape *shape, size_t start,
                           size_t end)
{
    size_t literal = table_elements[shape->first].min, rest = start + literal, length;
    unsigned char before = scan_before(scan, start);
    const struct scan_cut *cut;

    if (in_set(before, SET_TOKEN) || before == '/' || scan_byte(scan, end) == '(' ||
        scan_byte(scan, end) == '@' || end < rest + SHORT_MIN_LONG) {
        return 0;
    }
    length = end - rest;
    cut = cut_at(scan, rest, end);
    spend_look(scan, length);
    if (literal >= LONG_MARK) {
        if (length >= SHORT_COUNTED_MIN && looks_counted(scan->bytes + rest, length)) {
            return 1;
        }
        return (shape->flags & SHAPE_SHORTEST) != 0
                   ? cut->digits > 0 || (literal > LONG_MARK && length >= SHORT_WORD_MIN &&
                                         scan_run_end(scan, SET_ALNUM, rest) == end)
                   : cut->digits > 0 && length >= SHORT_MIN;
    }
    return (length >= SHORT_MIN && cut->digits * 4 >= length && cut->digits + 2 <= length) ||
           (length >= SHORT_PHRASE_MIN && cut->digits >= SHORT_PHRASE_DIGITS) ||
           (length >= SHORT_TYPED_MIN && looks_typed(scan->bytes + rest, length));
}

/* Where a token ends that tools wrapped: behind the next lines, as far as one follows that is
 * full and nothing but base64, and the last. */
static size_t wrapped_end(struct scan *scan, size_t start, size_t end)
{
    size_t line = scan_line_start(scan, start, LINE_MAX), full;

    if (line == SIZE_MAX) {
        return end;
    }
    full = end - line;
    while (full >= LINE_MIN && full < LINE_MAX && scan_byte(scan, end) == '\n' &&
           end < scan->length) {
        const size_t next = scan_run_end(scan, SET_BASE64PAD, end + 1);

        if (next - end - 1 < WRAPPED_MIN || next - end - 1 > full ||
            scan_byte(scan, next) != '\n') {
            break;
        }
        full = next - end - 1;
        end = next;
    }
    return end;
}

int shape_may_stand(const struct scan *scan, size_t at, const struct table_shape *shape)
{
    const struct table_element *pivot = &table_elements[shape->first + shape->pivot];
    unsigned char behind = scan_byte(scan, at + pivot->min);

    if (shape->pivot > 0 && pivot[-1].kind != ELEMENT_LITERAL && pivot[-1].min > 0 &&
        !in_set(scan_before(scan, at), pivot[-1].set)) {
        return 0;
    }
    if (shape->pivot == 0 && (shape->flags & SHAPE_BOUNDED) &&
        in_set(scan_before(scan, at), SET_ALNUM)) {
        return 0;
    }
    return shape->pivot + 1 == shape->count || pivot[1].kind == ELEMENT_LITERAL ||
           pivot[1].min == 0 || in_set(behind, pivot[1].set) || behind == '.' ||
           behind >= 0x80 || at + pivot->min >= scan->length;
}

/* AAAAAAAA...: what a buffer was filled with, to run over its end. */
static int is_row(const struct scan *scan, size_t end)
{
    size_t at = end;

    while (at > 0 && end - at < ROW_MIN && scan->bytes[at - 1] == scan->bytes[end - 1]) {
        at--;
    }
    return end - at == ROW_MIN;
}

void match_shape(struct scan *scan, size_t at, const struct table_shape *shape)
{
    size_t start, end;
    enum match match;

    if (!match_back(scan, shape, at, &start)) {
        return;
    }
    match = match_on(scan, shape, at, &end);
    effort_spend(scan->effort, EFFORT_SHAPE);
    if (match == MATCH_CUT && !is_likely_cut(scan, shape, start, end) &&
        (shape->flags & SHAPE_SHORT) != 0) {
        match = MATCH_SHORT; /* the text ends here, and so may the token */
    }
    if (match == MATCH_SHORT && shape->pivot == 0) {
        end = short_end(scan, start + table_elements[shape->first].min);
    }
    if (match == MATCH_NONE || (match == MATCH_WHOLE && is_row(scan, end)) ||
        (match == MATCH_SHORT && !is_likely_short(scan, shape, start, end)) ||
        (match == MATCH_CUT && !is_likely_cut(scan, shape, start, end)) ||
        ((shape->flags & SHAPE_BOUNDED) && in_set(scan_before(scan, start), SET_ALNUM)) ||
        (shape->pivot > 0 && is_mangled(scan, start)) ||
        (shape->context != 0 && !context_before(scan, start, shape->context)) ||
        (match == MATCH_WHOLE && !(shape->flags & SHAPE_UNCHECKED) &&
         !is_beyond_judging(scan, end) && is_name(scan, shape, start, end))) {
        return;
    }
    if (shape->flags & SHAPE_WRAPPED) {
        end = wrapped_end(scan, start, end);
    }
    scan_found(scan, start, end, table_text + shape->name);
}
