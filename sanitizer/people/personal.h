/* Personal data: each kind is looked for by what no other text has, and only if it is asked
 * for. */
#ifndef PERSONAL_H
#define PERSONAL_H

#include <string.h>

#include "scan/scan.h"

/* What one kind of signs may be part of is looked for, from the start. */
static inline void personal_begin(struct scan *scan)
{
    scan->unjudged_end = 0;
    scan->unjudged_count = 0;
}

/* Whether the sign at `at` is not looked at, because its line will be hidden: too much was
 * spent. */
static inline int personal_is_left(struct scan *scan, size_t at)
{
    if (at >= scan->unjudged_end && effort_is_exhausted(scan->effort)) {
        scan_leave_unjudged(scan, at, at + 1);
    }
    return at < scan->unjudged_end;
}

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
