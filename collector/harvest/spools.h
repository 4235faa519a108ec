/* Which spools there are: our own, and as root everybody's. */
#ifndef SPOOLS_H
#define SPOOLS_H

#include <stddef.h>
#include <sys/types.h>

struct spools_entry {
    char *path;
    uid_t uid; /* of the name; whether the file is that user's, its reader finds out */
};

struct spools {
    struct spools_entry *entries;
    size_t count;
};

/*
 * Find them in `directory`, ours first; beside the system's directory, a user has the one at
 * home as well. A directory that does not exist holds none. Only names are looked at:
 * UID.spool, in decimal as the library writes it. Returns 0 or -errno; free with spools_done().
 */
int spools_find(const char *directory, struct spools *ret_spools)
    __attribute__((warn_unused_result));
void spools_done(struct spools *spools);

#endif
