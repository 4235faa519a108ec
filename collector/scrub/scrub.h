/*
 * The only way from a crash as it was recorded to one that may leave the machine.
 *
 * scrub() copies a crash and passes every string in it that the dying process, its files or
 * its environment could have written through the sanitizer. Registers, code bytes, the home
 * directory and the user's name are not copied at all. What Epitaph itself wrote (addresses,
 * counts, build-ids) is checked for its form and kept.
 *
 * event_build() and everything that shows a crash take a struct clean_crash, which nobody else
 * can make: forgetting to sanitize does not compile.
 */
#ifndef SCRUB_H
#define SCRUB_H

#include "crash/crash.h"

struct clean_crash;
struct redaction;
struct scrubber;

/* Make one; it keeps the sanitizer of the last user. Returns 0 or -ENOMEM. */
int scrubber_new(struct scrubber **ret_scrubber) __attribute__((warn_unused_result));
/* What to hide besides; borrowed until the scrubber is freed. */
void scrubber_hide(struct scrubber *scrubber, const struct redaction *redaction);

void scrubber_free(struct scrubber *scrubber);

/*
 * Copy `crash`, sanitized for the home and user that it names and those that its uid has in
 * the password file. Returns 0 and sets *ret_clean, which the caller frees; -ENOMEM.
 */
int scrub(struct scrubber *scrubber, const struct crash *crash, struct clean_crash **ret_clean)
    __attribute__((warn_unused_result));
void clean_crash_free(struct clean_crash *clean);

/* What is in it. Borrowed. */
const struct crash *clean_crash_view(const struct clean_crash *clean);

#endif
