#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEMPORARY_PREFIX "."
#define SYNC_AT_ONCE_FROM 16

int folder_open(int parent_fd, const char *name, enum folder_mode mode, int *ret_fd)
{
    struct stat info;

    if (mode == FOLDER_MAKE && mkdirat(parent_fd, name, 0700) != 0 && errno != EEXIST) {
        return -errno;
    }
    int fd = openat(parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return -errno;
    }
    int error = fstat(fd, &info) != 0 ? -errno : 0;
    if (error == 0 && (info.st_uid != geteuid() || (info.st_mode & (S_IWGRP | S_IWOTH)) != 0)) {
        error = -EPERM;
    }
    if (error != 0) {
        close(fd);
        return error;
    }
    *ret_fd = fd;
    return 0;
}

static int read_all(int fd, size_t limit, char **ret_text, size_t *ret_length)
{
    size_t capacity = 4096;
    size_t length = 0;
    char *text = malloc(capacity + 1);

    while (text != NULL) {
        /* One byte beyond the limit tells a file that grew while it was read. */
        ssize_t got = read(fd, text + length, capacity - length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            int error = -errno;
            free(text);
            return error;
        }
        length += (size_t)got;
        if (length > limit) {
            free(text);
            return -EFBIG;
        }
        if (got == 0) {
            text[length] = '\0';
            *ret_text = text;
            *ret_length = length;
            return 0;
        }
        if (length == capacity) {
            capacity *= 2;
            char *larger = realloc(text, capacity + 1);
            if (larger == NULL) {
                free(text);
            }
            text = larger;
        }
    }
    return -ENOMEM;
}

int folder_read(int folder_fd, const char *name, size_t limit, char **ret_text,
                size_t *ret_length)
{
    struct stat info;
    /* O_NONBLOCK: opening a FIFO that somebody left there must not wait for its writer. */
    int fd = openat(folder_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

    if (fd < 0) {
        return -errno;
    }
    int error = fstat(fd, &info) != 0 ? -errno : 0;
    if (error == 0 && !S_ISREG(info.st_mode)) {
        error = -EINVAL;
    }
    if (error == 0) {
        error = read_all(fd, limit, ret_text, ret_length);
    }
    close(fd);
    return error;
}

static int write_all(int fd, const char *text, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t put = write(fd, text + done, length - done);
        if (put < 0 && errno != EINTR) {
            return -errno;
        }
        done += put > 0 ? (size_t)put : 0;
    }
    return 0;
}

static int temporary_name(const char *name, char ret_name[NAME_MAX + 1])
{
    int printed =
        snprintf(ret_name, NAME_MAX + 1, TEMPORARY_PREFIX "%s" FOLDER_TEMPORARY_SUFFIX, name);

    return printed < 0 || printed > NAME_MAX ? -ENAMETOOLONG : 0;
}

/* A left-over of that name is in the way, not trusted. */
static int open_new(int folder_fd, const char *name)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(folder_fd, name, flags, 0600);

    if (fd < 0 && errno == EEXIST && unlinkat(folder_fd, name, 0) == 0) {
        fd = openat(folder_fd, name, flags, 0600);
    }
    return fd < 0 ? -errno : fd;
}

/* Fill the file that was opened under its temporary name; without it when that fails. */
static int fill(int folder_fd, const char *temporary, int fd, const char *text, size_t length)
{
    int error = write_all(fd, text, length);

    if (close(fd) != 0 && error == 0) {
        error = -errno;
    }
    if (error != 0) {
        unlinkat(folder_fd, temporary, 0);
    }
    return error;
}

int folder_stage(int folder_fd, const char *name, const char *text, size_t length)
{
    char temporary[NAME_MAX + 1];
    int error = temporary_name(name, temporary);

    if (error != 0) {
        return error;
    }
    int fd = open_new(folder_fd, temporary);
    return fd < 0 ? fd : fill(folder_fd, temporary, fd, text, length);
}

/* Only a plain file that has no other name is written over; it must be empty. */
static int open_spare(int folder_fd, const char *name)
{
    const int flags = O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    struct stat info;
    int fd = openat(folder_fd, name, flags);

    if (fd >= 0 && (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) || info.st_nlink != 1 ||
                    info.st_size != 0)) {
        close(fd);
        return -EINVAL;
    }
    return fd < 0 ? -errno : fd;
}

int folder_stage_over(int folder_fd, const char *spare, const char *name, const char *text,
                      size_t length)
{
    char temporary[NAME_MAX + 1];
    int error = temporary_name(name, temporary);

    if (error != 0) {
        return error;
    }
    int fd = renameat(folder_fd, spare, folder_fd, temporary) == 0
                 ? open_spare(folder_fd, temporary)
                 : -ENOENT;
    return fd < 0 ? folder_stage(folder_fd, name, text, length)
                  : fill(folder_fd, temporary, fd, text, length);
}

static int sync_staged(int folder_fd, const char *name)
{
    char temporary[NAME_MAX + 1];
    int error = temporary_name(name, temporary);

    if (error != 0) {
        return error;
    }
    int fd = openat(folder_fd, temporary, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return -errno;
    }
    error = fsync(fd) != 0 ? -errno : 0;
    close(fd);
    return error;
}

/* One sync of the whole file system costs about as much as a few of single files. */
static int sync_all_staged(int folder_fd, const char *const *names, size_t count)
{
    int error = 0;

    if (count >= SYNC_AT_ONCE_FROM) {
        return syncfs(folder_fd) != 0 ? -errno : 0;
    }
    for (size_t i = 0; error == 0 && i < count; i++) {
        error = sync_staged(folder_fd, names[i]);
    }
    return error;
}

int folder_publish(int folder_fd, const char *const *names, size_t count)
{
    char temporary[NAME_MAX + 1];
    int error = sync_all_staged(folder_fd, names, count);

    for (size_t i = 0; error == 0 && i < count; i++) {
        error = temporary_name(names[i], temporary);
        if (error == 0 && renameat(folder_fd, temporary, folder_fd, names[i]) != 0) {
            error = -errno;
        }
    }
    return error == 0 && count > 0 ? folder_sync(folder_fd) : error;
}

int folder_write(int folder_fd, const char *name, const char *text, size_t length)
{
    char temporary[NAME_MAX + 1];
    int error = temporary_name(name, temporary);

    error = error != 0 ? error : folder_stage(folder_fd, name, text, length);
    if (error != 0) {
        return error;
    }
    error = folder_publish(folder_fd, &name, 1);
    if (error != 0) {
        unlinkat(folder_fd, temporary, 0);
    }
    return error;
}

int folder_move(int from_fd, const char *name, int to_fd)
{
    /* The time of arrival orders a folder. Before the rename: what has moved is finished. */
    if (utimensat(from_fd, name, NULL, AT_SYMLINK_NOFOLLOW) != 0) {
        return -errno;
    }
    return renameat(from_fd, name, to_fd, name) != 0 ? -errno : 0;
}

int folder_sync(int folder_fd)
{
    return fsync(folder_fd) != 0 ? -errno : 0;
}
