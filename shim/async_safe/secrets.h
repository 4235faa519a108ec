/*
 * The process's own secrets: values of environment variables with secret-sounding names, noted
 * at start-up. They are replaced before text reaches the slot, so that they are not even on
 * this machine's disk.
 */
#ifndef SECRETS_H
#define SECRETS_H

#include <stddef.h>

#define SECRETS_REPLACEMENT "[redacted:environment]"

/*
 * How many bytes at `text` are one of the secrets, or the start of one that the end of the text
 * cuts; 0 when none starts here.
 */
size_t secrets_match(const char *text, size_t length);

#endif
