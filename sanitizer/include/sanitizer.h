/*
 * The sanitizer: text in, text out, without home paths, secrets and personal data.
 *
 * It knows nothing of crashes, files or JSON. Any bytes may go in; what comes out is valid
 * UTF-8 without NUL, in time linear in the input, and sanitizing it again changes nothing.
 * When it cannot do its work it withholds the text: it never lets it pass.
 */
#ifndef SANITIZER_H
#define SANITIZER_H

#include <stddef.h>

/* What stands for a text that could not be sanitized. */
#define SANITIZER_WITHHELD "[withheld]"

struct sanitizer;

/* Whom to hide. Strings are borrowed for the duration of sanitizer_new() only. */
struct sanitizer_identity {
    const char *const *homes; /* absolute home directories; "/" and relative ones are ignored */
    size_t home_count;
    const char *const *users; /* login names; shorter than 3 bytes are ignored as words */
    size_t user_count;
};

/*
 * Make a sanitizer with the built-in rules that hides `identity` (may be NULL).
 * Returns 0 and sets *ret_sanitizer, which the caller frees; -ENOMEM otherwise.
 */
int sanitizer_new(const struct sanitizer_identity *identity, struct sanitizer **ret_sanitizer)
    __attribute__((warn_unused_result));

/* Free; NULL is fine. */
void sanitizer_free(struct sanitizer *sanitizer);

/*
 * Rewrite `length` bytes of `text`. Returns a NUL-terminated string that the caller frees, or
 * SANITIZER_WITHHELD likewise where the work could not be done. NULL only when there is no
 * memory even for that: the caller then drops the text.
 */
char *sanitizer_rewrite(const struct sanitizer *sanitizer, const char *text, size_t length)
    __attribute__((warn_unused_result));

#endif
