/* Where a value ends by the rules of its own syntax: a string, an element, a bare word, a line.
 */
#include "extent.h"

#include <string.h>

#include "reading/lanes.h"

#define SPACES_MAX 64
/* How far back the name of an element is looked for. */
#define TAG_MAX 256

#define CDATA "<![cdata["

/* How far a quoted value may run over lines; beyond that the quote was an apostrophe. */
#define QUOTED_LINES_MAX 2048

/* How many values within one with brackets are followed to their own ends. */
#define BARE_VISITS_MAX 8
#define BARE_STEPS_MIN 512

/* Sixteen at once, so many bytes are skipped for what reading one costs. */
#define SKIPPED 32

/* Whether the end tag at `end` ("</...") closes the element whose text starts at `at`. */
static int closes_element(const struct scan *scan, size_t at, size_t end)
{
    size_t name = at - 1;

    while (name > 0 && at - name < TAG_MAX && scan->bytes[name - 1] != '<') {
        name--;
    }
    effort_walk(scan->effort, at - name);
    for (size_t i = 0;; i++) {
        unsigned char byte = scan_byte(scan, name + i);

        if (!in_set(byte, SET_TOKEN) && byte != ':') {
            effort_walk(scan->effort, i);
            return scan_byte(scan, end + 2 + i) == '>' || end + 2 + i >= scan->length;
        }
        if (byte != scan_byte(scan, end + 2 + i)) {
            effort_walk(scan->effort, i);
            return end + 2 + i >= scan->length;
        }
    }
}

size_t extent_element(const struct scan *scan, size_t at)
{
    const size_t limit =
        at + QUOTED_LINES_MAX < scan->length ? at + QUOTED_LINES_MAX : scan->length;
    size_t end = at;

    if (scan_is_at(scan, at, CDATA)) {
        for (end += sizeof CDATA - 1; end < limit && !scan_is_at(scan, end, "]]>"); end++) {
        }
        effort_spend(scan->effort, (end - at) / 2);
        return end;
    }
    end = at < limit ? scan_next(scan, at, limit, '<') : at;
    effort_spend(scan->effort, (end - at) / SKIPPED);
    if (end == scan->length) { /* cut off: it is of one line, and no code */
        const size_t first = at + (scan_byte(scan, at) == '\n');

        return scan_next(scan, first, end, '\n') < end || scan_next(scan, first, end, '(') < end
                   ? at
                   : end;
    }
    return scan_byte(scan, end) == '<' && scan_byte(scan, end + 1) == '/' &&
                   closes_element(scan, at, end)
               ? end
               : at;
}

/* Over bytes that end no string and begin no escape and no line, sixteen at once. */
static size_t skip_in_quotes(const struct scan *scan, size_t at, unsigned char quote)
{
    const size_t start = at;

    while (at < scan->length && scan->length - at >= sizeof(lanes)) {
        const lanes bytes = lanes_load(scan->bytes + at);
        const unsigned int stops = lanes_bits((lanes)(bytes == quote) | (lanes)(bytes == '\\') |
                                              (lanes)(bytes == '\n'));

        if (stops != 0) {
            effort_spend(scan->effort, 2 + (at - start) / SKIPPED);
            return at + (unsigned int)__builtin_ctz(stops);
        }
        at += sizeof bytes;
    }
    effort_spend(scan->effort, 2 + (at - start) / SKIPPED);
    return at;
}

size_t extent_quoted(const struct scan *scan, size_t at, unsigned char quote)
{
    size_t end = at, line = 0;

    while ((end = skip_in_quotes(scan, end, quote)) < scan->length) {
        unsigned char byte = scan->bytes[end];

        if (byte == '\\') {
            end += 2;
            continue;
        }
        if (byte == quote) {
            return end;
        }
        if (byte == '\n') {
            if (line == 0) {
                line = end;
            }
            if (end - at > QUOTED_LINES_MAX) {
                return line;
            }
        }
        end++;
    }
    return line != 0 && scan->length - at > QUOTED_LINES_MAX ? line : scan->length;
}

/* Whether what follows a ',' ';' or '&' at `at` is the next item and not more of this value. */
static int item_follows(const struct scan *scan, size_t at)
{
    size_t i = at + 1;
    unsigned char byte = scan_byte(scan, i);

    if (byte <= ' ' || is_quote(byte)) {
        return 1;
    }
    while (i - at < 40 && (in_set(scan_byte(scan, i), SET_WORD) || scan_byte(scan, i) == '-' ||
                           scan_byte(scan, i) == '.' || scan_byte(scan, i) == '[' ||
                           scan_byte(scan, i) == ']' ||
                           (scan_byte(scan, i) == ' ' && scan_byte(scan, at) != '&'))) {
        i++;
    }
    effort_walk(scan->effort, i - at);
    return i > at + 1 && (scan_byte(scan, i) == '=' || scan_byte(scan, i) == ':');
}

static int closes(unsigned char byte)
{
    return byte <= ' ' || byte == ',' || byte == ';' || byte == ')' || byte == ']' ||
           byte == '}' || byte == '>';
}

/* Where the run that holds a bare value from `at` on stops; *ret_nested: it opens brackets. */
static size_t bare_stop(const struct scan *scan, size_t at, int *ret_nested)
{
    size_t end = at;
    int depth = 0, nested = 0;

    for (; end < scan->length; end++) {
        unsigned char byte = scan->bytes[end];

        if (in_set(byte, SET_TOKEN) || byte >= 0x80) {
            continue;
        }
        if (byte <= ' ' && byte != VIEW_REDACTED) {
            break;
        }
        if (byte == '(' || byte == '[' || byte == '{') {
            depth++;
            nested = 1;
        } else if (byte == ')' || byte == ']' || byte == '}') {
            if (depth == 0 && closes(scan_byte(scan, end + 1))) {
                break;
            }
            depth -= depth > 0;
        } else if (is_quote(byte)) {
            if (closes(scan_byte(scan, end + 1))) {
                break;
            }
        } else if (byte == ',' || byte == ';' || byte == '&' || byte == '|') {
            if (item_follows(scan, end)) {
                break;
            }
        } else if (byte == '<' && (scan_byte(scan, end + 1) == '/' ||
                                   in_set(scan_byte(scan, end + 1), SET_ALPHA))) {
            break;
        } else if (byte == '\\') {
            unsigned char next = scan_byte(scan, end + 1);

            if (next == 'n' || next == 'r' || next == '"') {
                break;
            }
        }
    }
    effort_spend(scan->effort, end - at);
    *ret_nested = nested;
    return end;
}

size_t extent_bare(struct scan *scan, size_t at)
{
    struct scan_bare *bare = &scan->bare;
    size_t end, stop;
    int nested;

    if (at < bare->start || at >= bare->stop) {
        end = bare_stop(scan, at, &nested);
        *bare = (struct scan_bare){at, end, nested ? BARE_VISITS_MAX : 0,
                                   (end - at) * 2 + BARE_STEPS_MIN, 0};
    } else if (bare->visits > 0 && bare->steps >= bare->stop - at) {
        end = bare_stop(scan, at, &nested);
        bare->steps -= bare->stop - at;
        bare->visits--;
    } else {
        end = bare->stop;
    }
    stop = end;
    while (end > at && (scan->bytes[end - 1] == '.' || scan->bytes[end - 1] == ':')) {
        end--;
    }
    effort_walk(scan->effort, stop - end);
    return end;
}

size_t extent_line(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end < scan->length && scan_byte(scan, end) != '\n' && scan_byte(scan, end) != '\r') {
        if (scan_byte(scan, end) == '#' && scan_before(scan, end) == ' ') {
            break;
        }
        end++;
    }
    effort_spend(scan->effort, (end - at) / 3);
    while (end > at && scan->bytes[end - 1] == ' ') {
        end--;
    }
    return end;
}

size_t extent_closed(const struct scan *scan, size_t at, size_t limit)
{
    unsigned char quote = 0;
    size_t end;
    int depth = 0;

    for (end = at; end < scan->length && end - at < limit; end++) {
        unsigned char byte = scan->bytes[end];

        if (quote != 0) {
            end += byte == '\\';
            quote = byte == quote ? 0 : quote;
        } else if (is_quote(byte)) {
            quote = byte;
        } else if (byte == '(') {
            depth++;
        } else if (byte == ')' && depth-- == 0) {
            effort_spend(scan->effort, (end - at) / 2);
            return end;
        }
    }
    effort_spend(scan->effort, (end - at) / 2);
    return at;
}

size_t extent_skip_blanks(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < SPACES_MAX &&
           (scan_byte(scan, end) == ' ' || scan_byte(scan, end) == '\t')) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return end;
}

size_t extent_skip_lines(const struct scan *scan, size_t at, size_t most)
{
    size_t end = at;

    while (end - at < most && end < scan->length && is_blank(scan->bytes[end])) {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return end;
}

size_t extent_skip_words(const struct scan *scan, size_t at, const char *const *words,
                         size_t count, size_t longest)
{
    size_t next = at;

    for (size_t i = 0; i < count && next - at < longest;) {
        if (scan_is_at(scan, next, words[i])) {
            effort_spend(scan->effort, 1 + i / 2); /* so many others were tried before */
            next += strlen(words[i]);
            i = 0;
        } else {
            i++;
        }
    }
    return next;
}
