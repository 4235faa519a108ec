/* What a program that aborts has said of itself, in the words of the first line. */
#ifndef LAST_WORDS_H
#define LAST_WORDS_H

#include <stdbool.h>

#include "crash/crash.h"
#include "encoding/text.h"

/* Append what libc's abort message means: an assertion, a ruined heap, a smashed stack. */
void last_words_retell(struct text *out, const char *message);

/*
 * A language's runtime that aborts says why on stderr only; its functions on the stack tell who
 * it was. Words, or NULL.
 */
const char *last_words_of_runtime(const struct crash *crash);

/* Did this thread's stack overflow, by the record or by the runtime's handler that died of it?
 */
bool last_words_of_overflow(const struct crash *crash);

#endif
