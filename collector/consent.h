/* May anything leave this machine? */
#ifndef CONSENT_H
#define CONSENT_H

struct config;

/*
 * Returns NULL when events may be sent, else the reason why not, in words for a person.
 * DO_NOT_TRACK and EPITAPH_DISABLE win over the configuration; any value sets
 * them but "", and "0" for the first.
 */
const char *consent_withheld(const struct config *config);

#endif
