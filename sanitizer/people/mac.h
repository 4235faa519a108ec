/* Addresses of network cards: see mac.c. */
#ifndef MAC_H
#define MAC_H

#include "scan/scan.h"

#define MAC_LENGTH ((size_t)17)

/* Whether the text is six bytes with one sign between them. */
int mac_is(const unsigned char *text, size_t length);

/* Masks and blanks: nothing but 0, f and what stands between. */
int mac_names_nobody(const unsigned char *text, size_t length);

/* Whether groups joined by colons hold one without being one, or leave out zeros: MAC=both
 * ends' and a type, identifiers of DHCP's clients, InfiniBand's. It is found then. */
int mac_judge_chain(struct scan *scan, size_t start, size_t end);

/* A colon behind a backslash, a full stop or a hyphen in it. */
void mac_judge_escaped(struct scan *scan, size_t colon);
void mac_judge_stop(struct scan *scan, size_t stop);
void mac_judge_hyphen(struct scan *scan, size_t hyphen);

void mac_scan_underscores(struct scan *scan);

/* Behind a key or before a name: mac=b827ebcf71f1, enxe8de275b0c14. */
void match_mac(struct scan *scan, size_t at, size_t end);

#endif
