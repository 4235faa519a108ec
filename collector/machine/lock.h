/*
 * One collector at a time: a lock file in our own state directory.
 *
 * The file is never removed: whoever removes a lock file hands two processes two locks. The
 * kernel drops the lock with the process, so nothing is left behind by a kill.
 */
#ifndef LOCK_H
#define LOCK_H

struct lock {
    int fd; /* -1 when not open */
};

#define LOCK_CLOSED ((struct lock){.fd = -1})

/* Open `lock` in the folder without taking it. Returns 0 or -errno. */
int lock_open(int folder_fd, struct lock *ret_lock) __attribute__((warn_unused_result));

/*
 * Take it, waiting at most `patience_ms` for another process. Returns 0; -EAGAIN when the
 * other one kept it. Taking a lock that is held already is fine.
 */
int lock_take(const struct lock *lock, int patience_ms) __attribute__((warn_unused_result));

void lock_release(const struct lock *lock);

/* Release and close; fine on LOCK_CLOSED. */
void lock_close(struct lock *lock);

#endif
