/* Personal data: each kind is looked for by what no other text has, and only if it is asked
 * for. */
#ifndef PERSONAL_H
#define PERSONAL_H

#include "scan/scan.h"

void email_scan(struct scan *scan);
void ipv4_judge_stop(struct scan *scan, size_t stop);     /* a full stop in it */
void ipv4_judge_hyphen(struct scan *scan, size_t hyphen); /* that of ip-10-2-0-7 */
void ipv4_scan_tuples(struct scan *scan);
void ipv6_judge_stop(struct scan *scan, size_t stop); /* that of .ip6.arpa */
void network_address_scan_colons(struct scan *scan);  /* IPv6 and MAC, as far as asked for */
void network_address_scan_hyphens(struct scan *scan); /* MAC and IPv4 */
void account_scan_cards(struct scan *scan);
void account_scan_iban(struct scan *scan);
void phone_scan(struct scan *scan);

/* E-mail and network addresses, card numbers and the like, as far as `personal` asks. */
void personal_scan(struct scan *scan);

#endif
