#include "named.h"

#include <string.h>

#include "tables/words.h"
#include "values/value.h"

#define NAME_MAX 64
#define PASSWORD_MAX 128

size_t named_password(const struct scan *scan, size_t start, size_t end)
{
    struct value value = {.start = start, .end = end, .quoted = 1, .sign = ' '};
    size_t digits = 0;

    while (value.start < end && value.start - start < NAME_MAX &&
           (in_set(scan->bytes[value.start], SET_TOKEN) || scan->bytes[value.start] == '@' ||
            scan->bytes[value.start] == '\\' || scan->bytes[value.start] == VIEW_REDACTED)) {
        digits += in_set(scan->bytes[value.start], SET_DIGIT) != 0;
        value.start++;
    }
    effort_spend(scan->effort, (value.start - start) / 2);
    if (value.start == start || value.start >= end ||
        (scan->bytes[value.start] != ':' && scan->bytes[value.start] != '%') ||
        end - ++value.start > PASSWORD_MAX || value.start == end ||
        strchr(" /\\:", scan->bytes[value.start]) != NULL) {
        return 0;
    }
    if (digits + 1 == value.start - start &&
        scan_run_start(scan, SET_DIGIT, end, PASSWORD_MAX) <= value.start) {
        return 0; /* 1000:1000 */
    }
    return value_is_harmless(scan, &value, KEY_STRONG) ? 0 : value.start;
}

int named_is_group(const struct scan *scan, size_t name, size_t start, size_t end)
{
    static const char *const groups[] = {"wheel", "staff", "nogroup", "adm", "users", "group"};

    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        if (scan_is_at(scan, start, groups[i]) && end - start == strlen(groups[i])) {
            return 1;
        }
    }
    return words_hold(&table_words_common_users, scan->bytes + start, end - start) ||
           (end - start == start - 1 - name &&
            memcmp(scan->bytes + name, scan->bytes + start, end - start) == 0);
}
