/* Files that hold a secret: who else could read them. */
#ifndef PRIVACY_H
#define PRIVACY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Can users other than the owner and the group read the file? Not when its mode says no, and
 * not when one of the directories above it keeps them out. True when it cannot be told.
 */
bool privacy_others_can_read(const char *path);

/*
 * Read a regular file of at most `limit` bytes that may be reached through links. *ret_text is
 * NUL-terminated beyond its length; the caller frees it. -errno as folder_read().
 */
int privacy_read_file(const char *path, size_t limit, char **ret_text, size_t *ret_length)
    __attribute__((warn_unused_result));

#endif
