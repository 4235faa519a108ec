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
    const char *const *users; /* login names; those of two bytes are hidden in paths only */
    size_t user_count;
};

/*
 * Make a sanitizer with the built-in rules that hides `identity` (may be NULL).
 * Returns 0 and sets *ret_sanitizer, which the caller frees; -ENOMEM otherwise.
 */
int sanitizer_new(const struct sanitizer_identity *identity, struct sanitizer **ret_sanitizer)
    __attribute__((warn_unused_result));

/*
 * Personal data besides e-mail addresses, which are always replaced. Loopback and unspecified
 * addresses stay. A new sanitizer hides SANITIZER_PERSONAL_DEFAULT.
 */
enum sanitizer_personal {
    SANITIZER_IP = 1, /* IPv4 and IPv6 */
    SANITIZER_MAC = 2,
    SANITIZER_CARD = 4,  /* payment cards, by issuer, length and Luhn's digit */
    SANITIZER_IBAN = 8,  /* bank accounts, by their check digits */
    SANITIZER_PHONE = 16 /* international numbers: +44 ... */
};
#define SANITIZER_PERSONAL_DEFAULT (SANITIZER_IP | SANITIZER_MAC | SANITIZER_CARD)

void sanitizer_set_personal(struct sanitizer *sanitizer, unsigned int kinds);

/*
 * Rules of one's own, as regular expressions (pcre2pattern(3), bytes, "." matches no newline).
 * A rule replaces what it matches, or its first group if it has one, by "[redacted:NAME]"; a
 * keep leaves alone what any rule finds within its match, except homes and literals.
 *
 * A name is lower-case letters and hyphens, at most 40. Each pattern must hold three literal
 * characters in a row outside of groups and alternatives: text without them is not searched.
 * A match may start in the same line before them and end within 4 KiB. Matching is limited in
 * steps, memory and CPU time (SANITIZER_RULE_MS a text); a rule that exceeds that withholds
 * the text.
 *
 * Returns 0; -EINVAL with a message in *ret_error, which the caller frees; -ENOMEM.
 */
#define SANITIZER_RULE_MS 50
#define SANITIZER_PATTERN_MAX 1024

int sanitizer_add_rule(struct sanitizer *sanitizer, const char *name, const char *pattern,
                       char **ret_error) __attribute__((warn_unused_result));
int sanitizer_add_keep(struct sanitizer *sanitizer, const char *name, const char *pattern,
                       char **ret_error) __attribute__((warn_unused_result));

/*
 * Hide a literal string wherever it stands, in any case of ASCII letters: the name of a host,
 * a project, a customer. Returns 0; -EINVAL for less than 3 bytes; -ENOMEM.
 */
int sanitizer_add_literal(struct sanitizer *sanitizer, const char *literal)
    __attribute__((warn_unused_result));

/* Free; NULL is fine. */
void sanitizer_free(struct sanitizer *sanitizer);

/*
 * Rewrite `length` bytes of `text`. Returns a NUL-terminated string that the caller frees, or
 * SANITIZER_WITHHELD likewise where the work could not be done. NULL only when there is no
 * memory even for that: the caller then drops the text.
 *
 * Stretches of bytes that are no text become "[redacted:binary]".
 *
 * What it takes is linear in the length and bounded for each byte. Where so many keys and
 * tokens stand together as nobody writes, finds hide some words around them, and lines that
 * are beyond judging become "[redacted:crowded]".
 */
char *sanitizer_rewrite(const struct sanitizer *sanitizer, const char *text, size_t length)
    __attribute__((warn_unused_result));

/* What was found where: bytes [start, end) of the original text. */
struct sanitizer_find {
    size_t start;
    size_t end;
    const char *rule; /* owned by the sanitizer */
};

/*
 * Rewrite like sanitizer_rewrite() and say what was replaced, in order and without overlaps.
 * Returns 0 and sets all three, the first two of which the caller frees (*ret_finds is NULL
 * when there is none). On failure the text has to be withheld: -ENOMEM; -ELOOP, what is left
 * could not be settled; -ETIME, a rule of one's own exceeded its limits.
 */
int sanitizer_find(const struct sanitizer *sanitizer, const char *text, size_t length,
                   char **ret_text, struct sanitizer_find **ret_finds, size_t *ret_count)
    __attribute__((warn_unused_result));

#endif
