/* Words of a line that a password follows, and what may stand around it. */
#ifndef GIVEN_H
#define GIVEN_H

#include "arguments.h"

/* So much of a line is read. */
#define GIVEN_LINE_MAX 256

/* The next word of the line after `at`, up to `limit`; quotes hold together and are not part of
 * it. */
int given_next(const struct scan *scan, size_t at, size_t limit, struct word *ret_word);

/* Whether the word is one of a list, in any case. */
int given_is_among(const struct scan *scan, const struct word *word, const char *const *list,
                   size_t count);

/* A number or word that says how what follows is written. */
int given_is_form(const struct scan *scan, const struct word *word);

/* A word of letters only is a password where little or nothing follows, as in no sentence. */
int given_is_last(const struct scan *scan, size_t end, int careful);

/* Whether what follows a password in a line of a configuration follows: "address", "priv". */
int given_goes_on(const struct scan *scan, size_t end);

/* Whether "encrypted" follows, and ends the line or goes on. */
int given_is_hashed(const struct scan *scan, size_t end);

/* A word behind which a password stands, if that looks like one: "key", "md5", "aes128". Public
 * keys are none. */
int given_may_follow(const struct scan *scan, const struct word *word);

/* A word of a sentence, whatever closes it. */
int given_is_prose(const struct scan *scan, const struct word *word);

/* A word that turns a key's meaning, such as "class", and may be a password of its own. */
int given_is_ending(const struct scan *scan, const struct word *word);

/*
 * snmpv3 user x auth sha y priv aes z: behind each word that gives a password, and numbers that
 * say how it is written, stands one. `word` is the directive, which ends at `end`.
 */
void given_find_all(struct scan *scan, size_t end, enum place_care care, struct word word);

#endif
