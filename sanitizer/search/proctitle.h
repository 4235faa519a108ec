/* Command lines in hexadecimal. */
#ifndef PROCTITLE_H
#define PROCTITLE_H

#include "scan/scan.h"

/* `end` is behind "proctitle=", where the digits begin. */
void match_proctitle(struct scan *scan, size_t at, size_t end);

#endif
