#include "page_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_all(int fd, const char *text)
{
    size_t left = strlen(text);

    while (left > 0) {
        ssize_t written = write(fd, text, left);
        if (written < 0 && errno != EINTR) {
            return -errno;
        }
        if (written > 0) {
            text += written;
            left -= (size_t)written;
        }
    }
    return 0;
}

static int write_through(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);

    if (fd < 0) {
        return -errno;
    }
    int error = write_all(fd, text);
    return close(fd) != 0 && error == 0 ? -errno : error;
}

/* A new file beside the old one, that takes its place. */
static int replace(const char *path, const char *text, mode_t mode)
{
    char *beside = NULL;

    if (asprintf(&beside, "%s.XXXXXX", path) < 0) {
        return -ENOMEM;
    }
    int fd = mkostemp(beside, O_CLOEXEC);
    int error = fd < 0 ? -errno : write_all(fd, text);
    if (error == 0 && (fchmod(fd, mode) != 0 || fsync(fd) != 0)) {
        error = -errno;
    }
    if (fd >= 0) {
        if (close(fd) != 0 && error == 0) {
            error = -errno;
        }
        if (error == 0 && rename(beside, path) != 0) {
            error = -errno;
        }
        if (error != 0) {
            unlink(beside);
        }
    }
    free(beside);
    return error;
}

int page_file_write(const char *path, const char *text)
{
    struct stat status;

    if (strcmp(path, "-") == 0) {
        return write_all(STDOUT_FILENO, text);
    }
    bool exists = stat(path, &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) {
        return -EISDIR;
    }
    if (exists && !S_ISREG(status.st_mode)) {
        return write_through(path, text);
    }
    if (!exists) {
        return replace(path, text, S_IRUSR | S_IWUSR);
    }
    char *real = realpath(path, NULL); /* a link stays one */
    int error = real == NULL ? -errno : replace(real, text, status.st_mode & 0777u);
    free(real);
    return error;
}
