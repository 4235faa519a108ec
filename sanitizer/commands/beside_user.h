/*
 * Words behind an option such as -p, which passwords share with ports, paths and databases:
 * what a user's option beside it, or the word itself, says of them.
 */
#ifndef BESIDE_USER_H
#define BESIDE_USER_H

#include "scan/scan.h"

/* Whether the word at `start` was drawn by lot, or is of three kinds of characters with signs
 * between them, and no path and no call. */
int beside_user_is_drawn(const struct scan *scan, size_t start);

/* tool -p my_password: whether the word says itself what it is, and is no path. */
int beside_user_says_so(const struct scan *scan, size_t start);

/* tool -u bob -p word, tool --user=bob -p word: whether a user stands right before the option
 * at `at`, whose word begins at `end`, and the program is none that takes something else. */
int beside_user_is(const struct scan *scan, size_t at, size_t end);

/* '-u', 'bob', '-p', 'x': likewise in a list, with nothing between them. */
int beside_user_is_listed(const struct scan *scan, size_t at, size_t end);

/* tool -p x -u bob: whether the word at `at` stands before a user. */
int beside_user_is_before(const struct scan *scan, size_t at);

/* tool -p word -u bob: likewise, and the program is none that takes something else. */
int beside_user_is_word_before(const struct scan *scan, size_t at, size_t end);

/* mkdir -p x, cp -p x y: whether paths follow the option at `at`. */
int beside_user_are_directories(const struct scan *scan, size_t at);

#endif
