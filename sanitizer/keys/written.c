#include "written.h"

#include "values/extent.h"

int written_as_strings(const struct scan *scan, size_t last, const struct value *value)
{
    return value->quoted && is_quote(scan_byte(scan, last)) && value->sign != '(';
}

int written_as_names(const struct scan *scan, size_t start, size_t last,
                     const struct value *value)
{
    if (value->sign != '(' || !value->quoted || !is_quote(scan_byte(scan, last)) ||
        written_as_option(scan, start, value)) {
        return 0;
    }
    for (size_t i = value->start; i < value->end; i++) {
        if (in_set(scan_byte(scan, i), SET_TYPED)) {
            effort_walk(scan->effort, i - value->start);
            return 0;
        }
    }
    effort_walk(scan->effort, value->end - value->start);
    return 1;
}

int written_in_query(const struct scan *scan, size_t start, const struct value *value)
{
    unsigned char before = scan_before(scan, start);

    return (before == '&' || before == '?' || before == '#') && value->sign == '=' &&
           !value->spaced;
}

int written_in_header(const struct scan *scan, size_t start, size_t last,
                      const struct value *value)
{
    if (value->sign != ':' || value->quoted || value->start != last + 2 ||
        (scan_byte(scan, value->end) == ' ' &&
         in_set(scan_byte(scan, value->end + 1), SET_LOWER))) {
        return 0; /* session-initialized: calling a function: what somebody says */
    }
    for (size_t i = start; i < last; i++) {
        if (scan_byte(scan, i) == '_' || scan_byte(scan, i) == '.') {
            return 0;
        }
        if (scan_byte(scan, i) == '-') {
            return 1;
        }
    }
    return 0;
}

int written_as_option(const struct scan *scan, size_t start, const struct value *value)
{
    unsigned char first = scan->bytes[value->start];

    if (start < 2 || scan->bytes[start - 1] != '-' || scan->bytes[start - 2] != '-' ||
        first == '-' || first == '/' || first == '~' || first == '.') {
        return 0;
    }
    for (size_t i = value->start; i < value->end; i++) {
        if (in_set(scan_byte(scan, i), SET_LOWER) || in_set(scan_byte(scan, i), SET_DIGIT)) {
            effort_walk(scan->effort, i - value->start);
            return 1;
        }
    }
    effort_walk(scan->effort, value->end - value->start);
    return 0;
}

int written_as_short_option(const struct scan *scan, size_t start, size_t at,
                            const struct value *value)
{
    return start == at && start >= 2 && value->sign == ' ' && scan_is_at(scan, at, "token") &&
           scan->bytes[start - 1] == '-' && scan->bytes[start - 2] == ' ';
}

int written_as_variable(const struct scan *scan, size_t start, size_t last,
                        const struct value *value)
{
    unsigned char first = scan->bytes[value->start];

    if (value->sign != '=' || value->spaced || first == '/' || first == '~' || first == '.' ||
        scan_byte(scan, last) != '=') {
        return 0;
    }
    for (size_t i = start; i < last; i++) {
        if (in_set(scan_byte(scan, i), SET_LOWER)) {
            return 0;
        }
    }
    return 1;
}

int written_as_assignment(const struct scan *scan, size_t last, const struct value *value)
{
    unsigned char after = scan_byte(scan, value->end);

    return value->sign == '=' && !value->spaced && !value->quoted &&
           scan_byte(scan, last) == '=' && after != ',' && after != ')' && after != ']' &&
           after != '}';
}

int written_in_object(const struct scan *scan, size_t start, size_t last,
                      const struct value *value)
{
    return value->quoted && value->sign == ':' && value->start == last + 3 && start >= 2 &&
           scan->bytes[start - 1] == ' ' &&
           (scan->bytes[start - 2] == '{' || scan->bytes[start - 2] == ',');
}
