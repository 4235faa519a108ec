/*
 * A key's value that stands in the next attribute or element. Each looks at a bounded number of
 * bytes.
 */
#ifndef PAIR_H
#define PAIR_H

#include "scan/scan.h"

/* name="Password" type="x" value="y": the sign after "value"; `at` is behind the key. */
size_t pair_attribute(const struct scan *scan, size_t key_start, size_t at);

/* Whether the key at `at` is an element's name, <password> or <ns:password>, and not a scope or
 * a template's argument. */
int pair_opens_element(const struct scan *scan, size_t at);

/* <string name="key">x</string>, <key>key</key><string>x</string>: where "x" starts. */
size_t pair_element(const struct scan *scan, size_t key_start, size_t at);

/* name="password" and an empty line: a part of a form, whose value is the line behind; 0 if the
 * key, which ends at `at`, names none. */
size_t pair_form_part(const struct scan *scan, size_t key_start, size_t at);

#endif
