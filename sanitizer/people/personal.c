#include "personal.h"

void personal_scan(struct scan *scan)
{
    email_scan(scan);
    if (scan->personal & (SANITIZER_IP | SANITIZER_MAC)) {
        network_address_scan_colons(scan);
    }
    if (scan->personal & SANITIZER_MAC) {
        network_address_scan_hyphens(scan);
        network_address_scan_stops(scan);
    }
    if (scan->personal & SANITIZER_IP) {
        ipv4_scan(scan);
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
