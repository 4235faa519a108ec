#include "personal.h"

#include "mac.h"
#include "reading/marks.h"

/* Addresses by their full stops, which are many: gone through once. */
static void scan_stops(struct scan *scan)
{
    struct marks marks;

    scan_begin_signs(scan);
    for (size_t stop = marks_first(&marks, scan->bytes, 0, scan->length, '.');
         stop < scan->length; stop = marks_next(&marks)) {
        effort_spend(scan->effort, 1);
        if (scan_is_at(scan, stop + 1, "ip6.") && (scan->personal & SANITIZER_IP)) {
            ipv6_judge_stop(scan, stop);
        }
        if (!in_set(scan_byte(scan, stop + 1), SET_HEX)) {
            continue; /* the name of a file, the next member */
        }
        if (scan_sign_is_left(scan, stop)) {
            continue;
        }
        if ((scan->personal & SANITIZER_IP) && in_set(scan->bytes[stop + 1], SET_DIGIT)) {
            ipv4_judge_stop(scan, stop);
        }
        if (scan->personal & SANITIZER_MAC) {
            mac_judge_stop(scan, stop);
        }
    }
}

void personal_scan(struct scan *scan)
{
    email_scan(scan);
    if (scan->personal & (SANITIZER_IP | SANITIZER_MAC)) {
        network_address_scan_colons(scan);
        network_address_scan_hyphens(scan);
    }
    if (scan->personal & SANITIZER_MAC) {
        mac_scan_underscores(scan);
    }
    if (scan->personal & SANITIZER_IP) {
        ipv4_scan_tuples(scan);
    }
    if (scan->personal & (SANITIZER_IP | SANITIZER_MAC)) {
        scan_stops(scan);
    }
    if (scan->personal & SANITIZER_CARD) {
        account_scan_cards(scan);
    }
    if (scan->personal & SANITIZER_PHONE) {
        phone_scan(scan);
    }
    if (scan->personal & SANITIZER_IBAN) {
        account_scan_iban(scan);
    }
}
