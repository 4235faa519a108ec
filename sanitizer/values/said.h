/*
 * What is said between a key and its value: verbs, prepositions, assertions. Each looks at a
 * bounded number of bytes.
 */
#ifndef SAID_H
#define SAID_H

#include "scan/scan.h"

/* Whether the word at `at` is what a person types for a password, and none of prose: digits,
 * capitals or punctuation among letters. */
int said_is_password(const struct scan *scan, size_t at);

/* t=2024-03-08T..., expires_in=3600: what begins at `at` is the next of a list, with a name no
 * longer than `longest`. */
int said_is_assignment(const struct scan *scan, size_t at, size_t longest);

/* "is", "has been set to", "was:" before a string or such a word: where the blank before that
 * is; `digits`: or before a number. */
size_t said_verbs(const struct scan *scan, size_t at, int digits);

/* .toBe("x"), ") or "x"", ", with: "x"": where the string stands that the key, which ends at
 * `at`, is said to have; 0 if there is none. */
size_t said_asserted(const struct scan *scan, size_t at);

/* password for "user" is "x", password was created for user: x: where the blank before "x" is;
 * `at` is behind "password ". */
size_t said_for(const struct scan *scan, size_t at);

/* parameter 'Password'. Cannot convert the "x" value of type: as PowerShell refuses one; where
 * the string begins, or 0. */
size_t said_refused(const struct scan *scan, size_t at);

/* password cipher x, IDENTIFIED BY VALUES 'x': the blank behind a word that says how the value
 * is written; 0 if there is none, or what follows could be anything. */
size_t said_in_form(const struct scan *scan, size_t at);

#endif
