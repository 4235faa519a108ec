/*
 * A directory of our own and the small files in it.
 *
 * All work is relative to a held directory descriptor and follows no symbolic link, so that
 * nobody can move our writes elsewhere. A file appears whole or not at all: it is written
 * under a temporary name (".NAME.new"), synced, renamed, and the directory is synced. One
 * process at a time writes in a folder (lock.h), which is why the temporary name may be
 * fixed: a left-over is overwritten by the next attempt or swept.
 */
#ifndef FOLDER_H
#define FOLDER_H

#include <stddef.h>
#include <stdint.h>

#define FOLDER_TEMPORARY_SUFFIX ".new"

enum folder_mode {
    FOLDER_READ, /* it has to exist */
    FOLDER_MAKE, /* made, 0700, when it is missing */
};

/*
 * Open the directory `name` beneath `parent_fd` (AT_FDCWD for a path). Refused with -EPERM
 * when it belongs to somebody else or others may write in it. Returns 0 and sets *ret_fd,
 * which the caller closes; -errno otherwise.
 */
int folder_open(int parent_fd, const char *name, enum folder_mode mode, int *ret_fd)
    __attribute__((warn_unused_result));

/*
 * Read the regular file `name` of at most `limit` bytes. *ret_text is NUL-terminated beyond
 * its length, and the caller frees it. -EFBIG when it is longer, -EINVAL when it is not a
 * regular file.
 */
int folder_read(int folder_fd, const char *name, size_t limit, char **ret_text,
                size_t *ret_length) __attribute__((warn_unused_result));

/* Make `name` hold exactly these bytes, 0600, durably, replacing what it held. */
int folder_write(int folder_fd, const char *name, const char *text, size_t length)
    __attribute__((warn_unused_result));

/*
 * The same for many files at a fraction of the cost: folder_stage() writes each under its
 * temporary name, folder_publish() syncs them all, gives them their names, and syncs the
 * folder. A staged file does not exist yet; folder_sweep() or another folder_stage() of the
 * same name removes it.
 */
int folder_stage(int folder_fd, const char *name, const char *text, size_t length)
    __attribute__((warn_unused_result));
int folder_publish(int folder_fd, const char *const *names, size_t count)
    __attribute__((warn_unused_result));

/*
 * As folder_stage(), of the empty file `spare` of the same folder, which is gone in any case.
 * Where that is not a plain empty file with one name, another one is made.
 */
int folder_stage_over(int folder_fd, const char *spare, const char *name, const char *text,
                      size_t length) __attribute__((warn_unused_result));

/*
 * Move `name` between two folders of one file system and make its time now. Without sync: a
 * caller that moves many files ends with folder_sync() of both.
 */
int folder_move(int from_fd, const char *name, int to_fd) __attribute__((warn_unused_result));

int folder_sync(int folder_fd) __attribute__((warn_unused_result));

struct folder_entry {
    char *name;
    int64_t time_ns; /* last modification, since 1970 */
    uint64_t size_bytes;
};

/* What a folder holds, oldest first; equal times in order of name. */
struct folder_listing {
    struct folder_entry *entries;
    size_t count;
};

/*
 * List the regular files whose names end in `suffix`; hidden names are skipped. Free with
 * folder_listing_done().
 */
int folder_list(int folder_fd, const char *suffix, struct folder_listing *ret_listing)
    __attribute__((warn_unused_result));

/* How many folder_list() would list, without looking at each. */
int folder_count(int folder_fd, const char *suffix, size_t *ret_count)
    __attribute__((warn_unused_result));

/* How many there are whose names end in `suffix` and begin with a dot. */
int folder_count_hidden(int folder_fd, const char *suffix, size_t *ret_count)
    __attribute__((warn_unused_result));
void folder_listing_done(struct folder_listing *listing);

/* Remove the temporary files that a killed writer left. The caller holds the lock. */
void folder_sweep(int folder_fd);

/* Remove all whose names end in `suffix` and begin with a dot. */
void folder_sweep_hidden(int folder_fd, const char *suffix);

#endif
