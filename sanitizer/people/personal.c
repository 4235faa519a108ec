#include "personal.h"

#include "mac.h"

/* Addresses by their full stops, which are many: gone through once. */
static void scan_stops(struct scan *scan)
{
    const unsigned char *end = scan->bytes + scan->length, *at;

    for (at = scan->bytes; (at = memchr(at, '.', (size_t)(end - at))) != NULL; at++) {
        if (scan->personal & SANITIZER_IP) {
            ipv4_judge_stop(scan, (size_t)(at - scan->bytes));
            ipv6_judge_stop(scan, (size_t)(at - scan->bytes));
        }
        if (scan->personal & SANITIZER_MAC) {
            mac_judge_stop(scan, (size_t)(at - scan->bytes));
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
