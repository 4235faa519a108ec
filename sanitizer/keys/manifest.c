/* Kubernetes keeps secrets under names that say nothing: each member of a Secret's data is one.
 */
#include "manifest.h"

#include <string.h>

#include "values/extent.h"
#include "values/value.h"

/* So much of a manifest is read before and after what says that it is a secret. */
#define MANIFEST_MAX 2048

static size_t line_end(const struct scan *scan, size_t at, size_t limit)
{
    size_t end = at;

    while (end < limit && scan_byte(scan, end) != '\n') {
        end++;
    }
    return end;
}

static size_t indent_at(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (scan_byte(scan, end) == ' ') {
        end++;
    }
    return end - at;
}

/* name: value */
static void judge_member(struct scan *scan, size_t start, size_t end)
{
    const unsigned char *colon = memchr(scan->bytes + start, ':', end - start);
    struct value value = {.end = end, .quoted = 1, .sign = ':'};

    if (colon == NULL) {
        return;
    }
    value.start = (size_t)(colon - scan->bytes) + 1;
    while (value.start < end &&
           (scan->bytes[value.start] == ' ' || is_quote(scan->bytes[value.start]))) {
        value.start++;
    }
    while (value.end > value.start &&
           (scan->bytes[value.end - 1] == '\r' || is_quote(scan->bytes[value.end - 1]))) {
        value.end--;
    }
    if (value.end > value.start && !value_is_harmless(scan, &value, KEY_STRONG)) {
        scan_found(scan, value.start, value.end, scan_matcher_name(MATCHER_MANIFEST));
    }
}

/* "data:" or "stringData:" alone, whatever the text was wrapped in. */
static int opens_data(const struct scan *scan, size_t start, size_t end)
{
    size_t word;

    end -= end > start && scan->bytes[end - 1] == '\r' ? 1 : 0;
    if (end - start < 5 || !scan_is_at(scan, end - 5, "data:")) {
        return 0;
    }
    word = scan_run_start(scan, SET_ALPHA, end - 5, 12);
    return end - 5 == word || scan_is_at(scan, word, "stringdata:");
}

void match_manifest(struct scan *scan, size_t at, size_t end)
{
    size_t start = at, limit = end + MANIFEST_MAX, data = 0;
    int inside = 0;

    if (limit > scan->length) {
        limit = scan->length;
    }
    if (at < scan->manifest_end ||
        (scan_byte(scan, end) != '\n' && scan_byte(scan, end) != '\r')) {
        return;
    }
    while (start > scan->manifest_end && at - start < MANIFEST_MAX &&
           !(scan_before(scan, start) == '\n' && scan_is_at(scan, start, "---"))) {
        start--;
    }
    effort_walk(scan->effort, at - start);
    for (size_t line = start; line < limit;) {
        size_t last = line_end(scan, line, limit), indent = indent_at(scan, line);
        size_t word = line + indent;

        effort_spend(scan->effort, 2 + (last - line) / EFFORT_WALKED);
        if (line > at && scan_is_at(scan, line, "---")) {
            limit = line;
            break;
        }
        if (inside && last > word && indent <= data) {
            inside = 0;
        }
        if (inside && last > word) {
            judge_member(scan, word, last);
        } else if (opens_data(scan, word, last)) {
            inside = 1;
            data = indent;
        }
        line = last + 1;
    }
    scan->manifest_end = limit;
}
