/*
 * Homes and logins in paths. `at` is where the literal stands that woke the matcher, `end`
 * where it ends.
 */
#ifndef HOME_H
#define HOME_H

#include "scan/scan.h"

void match_home(struct scan *scan, size_t at, size_t end);
void match_likely_home(struct scan *scan, size_t at, size_t end);
void match_home_contents(struct scan *scan, size_t at, size_t end);
void match_root_home(struct scan *scan, size_t at, size_t end);
void match_windows_home(struct scan *scan, size_t at, size_t end);
void match_run_user(struct scan *scan, size_t at, size_t end);
void match_user_directory(struct scan *scan, size_t at, size_t end);
void match_user_variable(struct scan *scan, size_t at, size_t end);
void match_prompt(struct scan *scan, size_t at, size_t end);
void match_tilde(struct scan *scan, size_t at);

#endif
