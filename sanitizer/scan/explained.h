/* What a word is that chance made and that is no key: its surroundings or its own form say so.
 */
#ifndef EXPLAINED_H
#define EXPLAINED_H

#include "scan.h"

/* sha256-..., BuildID=..., chrome-extension://..., the function of a frame: what it is was
 * said.
 */
int explained_is_said(struct scan *scan, size_t start, size_t length);

/* name.AbC123.js: a file whose content was digested into its name. */
int explained_is_file_name(const struct scan *scan, size_t end);

#endif
