#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define POLL_MS 50

int lock_open(int folder_fd, struct lock *ret_lock)
{
    struct stat info;
    int fd =
        openat(folder_fd, "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);

    if (fd < 0) {
        return -errno;
    }
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        close(fd);
        return -EINVAL;
    }
    ret_lock->fd = fd;
    return 0;
}

int lock_take(const struct lock *lock, int patience_ms)
{
    for (;;) {
        if (flock(lock->fd, LOCK_EX | LOCK_NB) == 0) {
            return 0;
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return -errno;
        }
        if (patience_ms <= 0) {
            return -EAGAIN;
        }
        nanosleep(&(struct timespec){.tv_nsec = POLL_MS * 1000000L}, NULL);
        patience_ms -= POLL_MS;
    }
}

void lock_release(const struct lock *lock)
{
    flock(lock->fd, LOCK_UN);
}

void lock_close(struct lock *lock)
{
    if (lock->fd >= 0) {
        close(lock->fd);
    }
    lock->fd = -1;
}
