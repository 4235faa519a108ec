/* Telephone numbers in their international form. */
#include "personal.h"

#include "reading/marks.h"

/* +44 20 7946 0958: a plus before `at`, a country, seven digits and more. */
static void judge_phone(struct scan *scan, size_t at)
{
    size_t digits = 0, end = at, i = at;

    if (!in_set(scan_byte(scan, at), SET_DIGIT) ||
        (at >= 2 && in_set(scan->bytes[at - 2], SET_WORD))) {
        return;
    }
    for (; i < scan->length && i - at < 24; i++) {
        unsigned char byte = scan->bytes[i];

        if (in_set(byte, SET_DIGIT)) {
            digits++;
            end = i + 1;
        } else if (byte != ' ' && byte != '-' && byte != '(' && byte != ')' && byte != '.') {
            break;
        }
    }
    if (digits >= 8 && digits <= 15 && !in_set(scan_byte(scan, end), SET_WORD)) {
        scan_found(scan, at - 1, end, "phone-number");
    }
}

void phone_scan(struct scan *scan)
{
    struct marks marks;

    for (size_t at = marks_first(&marks, scan->bytes, 0, scan->length, '+'); at < scan->length;
         at = marks_next(&marks)) {
        judge_phone(scan, at + 1);
    }
}
