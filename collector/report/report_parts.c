#include "report_parts.h"

#include <string.h>

bool report_has(const struct report *report, const struct group *group,
                const struct catalogue_entry *entry)
{
    return strcmp(entry->signature.text, group->latest->signature.text) == 0 &&
           groups_match(report->filter, entry);
}

void report_count(struct html *html, uint64_t count, const char *one, const char *many)
{
    char number[32];

    html_format(html, "%s %s", text_number(number, count), count == 1 ? one : many);
}
