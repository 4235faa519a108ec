/* May anything leave this machine? */
#ifndef CONSENT_H
#define CONSENT_H

#include <stdbool.h>

struct config;

/*
 * Returns NULL when events may be sent, else the reason why not, in words for a person.
 * DO_NOT_TRACK and EPITAPH_DISABLE win over the configuration; any value sets
 * them but "", and "0" for the first.
 */
const char *consent_withheld(const struct config *config);

/*
 * The same of the configuration as it is on disk now, for whoever has been sending for a while.
 * One that cannot be read is no consent.
 */
bool consent_is_gone(void);

#endif
