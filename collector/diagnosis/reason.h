/* The first line: one sentence that says why the program died, from the facts of the record. */
#ifndef REASON_H
#define REASON_H

#include "crash/crash.h"

/*
 * Compose the sentence. Pass a scrubbed crash where it shall be shown or sent. One line,
 * not truncated. The caller frees it; NULL: no memory.
 */
char *reason_sentence(const struct crash *crash) __attribute__((warn_unused_result));

/* What kind of death: the C++ exception's type where there is one, else the signal's name. */
const char *reason_type(const struct crash *crash);

#endif
