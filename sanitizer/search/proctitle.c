/*
 * proctitle=6D7973716C002D7078: command lines as the kernel's audit writes them, in hexadecimal
 * and with NUL between the arguments. One in which something is found goes whole.
 */
#include "proctitle.h"

#include "known.h"
#include "reading/reader.h"

/* The kernel keeps so many bytes. */
#define TITLE_MAX 128

/* The digits at `at` as text, NUL a blank: how long it is; 0 if it is none. */
static size_t decode(const struct scan *scan, size_t at, unsigned char text[TITLE_MAX])
{
    size_t length = 0;

    while (length < TITLE_MAX && in_set(scan_byte(scan, at), SET_HEX) &&
           in_set(scan_byte(scan, at + 1), SET_HEX)) {
        unsigned char byte =
            (unsigned char)((unsigned int)reader_hex_value(scan->bytes[at]) * 16 +
                            (unsigned int)reader_hex_value(scan->bytes[at + 1]));

        effort_spend(scan->effort, 1);
        if (byte != 0 && (byte < ' ' || byte > '~')) {
            return 0;
        }
        text[length++] = byte != 0 ? byte : ' ';
        at += 2;
    }
    return length;
}

void match_proctitle(struct scan *scan, size_t at, size_t end)
{
    unsigned char text[TITLE_MAX];
    struct span_list found = {0};
    struct view view = {.bytes = text, .length = scan->is_inner ? 0 : decode(scan, end, text)};
    struct scan inner;

    (void)at;
    if (view.length == 0 || in_set(scan_byte(scan, end + 2 * view.length), SET_WORD)) {
        return;
    }
    scan_init(&inner, &view, scan->identity, scan->personal, scan->effort, &found);
    inner.is_inner = 1;
    known_scan(&inner, 0, inner.length);
    span_settle(&found);
    if (found.out_of_memory) {
        scan->spans->out_of_memory = 1;
    } else if (found.count > 0) {
        scan_found(scan, end, end + 2 * view.length, scan_matcher_name(MATCHER_PROCTITLE));
    }
    span_list_done(&found);
}
