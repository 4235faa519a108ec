#include "call_strings.h"

#include <string.h>

size_t call_strings_read(const struct scan *scan, size_t at, size_t reach, const char *ends,
                         struct scan_run *ret_strings, size_t most)
{
    const size_t limit = scan->length - at < reach ? scan->length : at + reach;
    size_t count = 0;

    if (scan_next(scan, at, limit, '\'') == limit && scan_next(scan, at, limit, '"') == limit) {
        return 0;
    }
    for (size_t i = at; i < limit && count < most; i++) {
        const unsigned char byte = scan->bytes[i];

        effort_spend(scan->effort, 1);
        if (byte == '"' || byte == '\'') {
            size_t end = i + 1;

            while (end - at < reach && scan_byte(scan, end) != byte &&
                   scan_byte(scan, end) != '\n') {
                end++;
            }
            effort_walk(scan->effort, end - i);
            if (scan_byte(scan, end) != byte) {
                break;
            }
            ret_strings[count++] = (struct scan_run){i + 1, end};
            i = end;
        } else if (byte != '\0' && strchr(ends, byte) != NULL) {
            break;
        }
    }
    return count;
}
