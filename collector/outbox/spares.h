/*
 * Emptied files that are written again, instead of some being deleted and others made.
 *
 * ext4 does not use an inode again for minutes after its file was deleted, and whoever makes a
 * file looks past each such inode: a run that makes and deletes thousands pays for each of them
 * many times. So what leaves a history stays as ".N.spare" in the folder where files are made,
 * N counting from 0, and is taken from the end. They hold nothing, nobody lists them, and when
 * they cannot be had, files are deleted and made as ever. The caller holds the lock.
 */
#ifndef SPARES_H
#define SPARES_H

#include <stddef.h>

#define SPARES_MAX 4096 /* as many as the largest spool has slots */

struct spares {
    int folder_fd; /* where they are and where files are made; borrowed */
    size_t count;
};

/* Count those in a folder. What cannot be read has none. */
struct spares spares_find(int folder_fd);

/* As folder_stage() in their folder, of a spare where there is one. */
int spares_stage(struct spares *spares, const char *name, const char *text, size_t length)
    __attribute__((warn_unused_result));

/*
 * Remove the file `name` from a folder of the same file system: it becomes a spare, or is
 * deleted. Returns 0 or -errno of the deletion.
 */
int spares_give(struct spares *spares, int from_fd, const char *name)
    __attribute__((warn_unused_result));

/* Delete them all. */
void spares_drop(struct spares *spares);

#endif
