/* Values in the quotes and brackets of scripts whose quotes look like no others. */
#include "script_quotes.h"

#include <string.h>

#include "extent.h"

/* How long what is quoted may be. */
#define QUOTED_MAX 128

size_t script_quotes_find(const struct scan *scan, size_t at, size_t *ret_start)
{
    static const struct {
        const char *open, *close;
    } quotes[] = {{"«", "»"}, {"‹", "›"}, {"「", "」"}, {"『", "』"}, {"【", "】"}};
    size_t start, end;

    if (scan_byte(scan, at) < 0x80) {
        return 0;
    }
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        if (!scan_is_at(scan, at, quotes[i].open)) {
            continue;
        }
        start = extent_skip_blanks(scan, at + strlen(quotes[i].open));
        for (end = start; end - start < QUOTED_MAX && scan_byte(scan, end) > ' ' &&
                          scan_byte(scan, end) < 0x7f;) {
            end++;
        }
        effort_walk(scan->effort, end - start);
        *ret_start = start;
        return end > start && scan_is_at(scan, extent_skip_blanks(scan, end), quotes[i].close)
                   ? end
                   : 0;
    }
    return 0;
}
