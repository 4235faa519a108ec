/* Change one setting in a configuration file, and nothing else in it. */
#ifndef AMEND_H
#define AMEND_H

#include <stddef.h>

/*
 * The text with `name = value` at its top level: in the place of every line there that sets it,
 * else before the first section. Comments, order and all other lines stay. The caller frees the
 * string; NULL when there is no memory.
 */
char *amend_text(const char *text, size_t length, const char *name, const char *value)
    __attribute__((warn_unused_result));

/*
 * Do that to the file, atomically; a new one is made, with its directory, where there is none.
 * Mode and owner stay, a symbolic link stays one. Returns 0 or -errno.
 */
int amend_file(const char *path, const char *name, const char *value)
    __attribute__((warn_unused_result));

#endif
