/* Telephone numbers in their international form. */
#include "personal.h"

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
    effort_walk(scan->effort, i - at);
    if (digits >= 8 && digits <= 15 && !in_set(scan_byte(scan, end), SET_WORD)) {
        scan_found(scan, at - 1, end, "phone-number");
    }
}

void phone_scan(struct scan *scan)
{
    scan_begin_signs(scan);
    for (size_t at = scan_next(scan, 0, scan->length, '+'); at < scan->length;
         at = scan_next(scan, at + 1, scan->length, '+')) {
        effort_spend(scan->effort, 1);
        if (!scan_sign_is_left(scan, at)) {
            judge_phone(scan, at + 1);
        }
    }
}
