#include "amend.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "encoding/text.h"
#include "machine/paths.h"
#include "machine/privacy.h"

#define FILE_MAX 1048576

static const char *skip_blanks(const char *at, const char *stop)
{
    while (at < stop && (*at == ' ' || *at == '\t')) {
        at++;
    }
    return at;
}

static bool sets(const char *line, const char *stop, const char *name)
{
    size_t length = strlen(name);
    const char *at = skip_blanks(line, stop);

    if ((size_t)(stop - at) < length || memcmp(at, name, length) != 0) {
        return false;
    }
    at = skip_blanks(at + length, stop);
    return at < stop && (*at == '=' || *at == ':');
}

/* The section that holds the top level, too, where somebody likes it to have a name. */
static bool opens_top(const char *line, const char *stop)
{
    const char top[] = "[epitaph]";
    const char *at = skip_blanks(line, stop);

    return (size_t)(stop - at) >= sizeof top - 1 && memcmp(at, top, sizeof top - 1) == 0;
}

char *amend_text(const char *text, size_t length, const char *name, const char *value)
{
    struct text before = {.bytes = NULL}; /* up to the first section */
    struct text behind = {.bytes = NULL};
    bool top = true, done = false;
    struct text *out = &before;

    for (const char *line = text, *end = text + length; line < end;) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        const char *stop = newline != NULL ? newline : end;
        const char *first = skip_blanks(line, stop);
        if (first < stop && *first == '[') {
            top = opens_top(line, stop);
            out = &behind;
        }
        if (top && sets(line, stop, name)) {
            text_format(out, "%s = %s\n", name, value);
            done = true;
        } else {
            text_format(out, "%.*s\n", (int)(stop - line), line);
        }
        line = newline != NULL ? newline + 1 : end;
    }
    if (!done) {
        text_format(&before, "%s = %s\n", name, value);
    }
    char *rest = text_take(&behind);
    if (rest == NULL) {
        text_done(&before);
        return NULL;
    }
    text_add(&before, rest);
    free(rest);
    return text_take(&before);
}

/* Put the text in the place of the file. Its directory is there. */
static int replace(const char *path, const char *text, const struct stat *before)
{
    char *temporary = NULL;
    size_t length = strlen(text);

    if (asprintf(&temporary, "%s.XXXXXX", path) < 0) {
        return -ENOMEM;
    }
    int fd = mkostemp(temporary, O_CLOEXEC);
    int error = fd < 0 ? -errno : 0;
    if (error == 0 && (fchmod(fd, before->st_mode & 0777) != 0 ||
                       ((before->st_uid != geteuid() || before->st_gid != getegid()) &&
                        fchown(fd, before->st_uid, before->st_gid) != 0))) {
        error = -errno;
    }
    if (error == 0) {
        ssize_t put = write(fd, text, length);
        error = put < 0 ? -errno : (size_t)put < length ? -ENOSPC : 0;
    }
    if (error == 0 && (fsync(fd) != 0 || rename(temporary, path) != 0)) {
        error = -errno;
    }
    if (fd >= 0) {
        close(fd);
    }
    if (error != 0 && fd >= 0) {
        unlink(temporary);
    }
    free(temporary);
    return error;
}

/* Others read the machine's configuration; a user's is nobody else's. */
static int make_directory(const char *path)
{
    char *directory = strdup(path);
    char *slash = directory != NULL ? strrchr(directory, '/') : NULL;
    int error = 0;

    if (slash == NULL || slash == directory) {
        free(directory);
        return slash == NULL ? -EINVAL : 0;
    }
    *slash = '\0';
    if (mkdir(directory, geteuid() == 0 ? 0755 : 0700) != 0 && errno != EEXIST) {
        error = errno == ENOENT ? paths_make_directory(directory) : -errno;
    }
    free(directory);
    return error;
}

int amend_file(const char *path, const char *name, const char *value)
{
    char *real = realpath(path, NULL);
    const char *target = real != NULL ? real : path;
    struct stat info = {
        .st_mode = geteuid() == 0 ? 0644 : 0600, .st_uid = geteuid(), .st_gid = getegid()};
    char *text = NULL;
    size_t length = 0;
    int error = 0;

    if (stat(target, &info) == 0) {
        error = privacy_read_file(target, FILE_MAX, &text, &length);
    } else if (errno == ENOENT) {
        error = make_directory(target);
    } else {
        error = -errno;
    }
    if (error == 0) {
        char *amended = amend_text(text != NULL ? text : "", length, name, value);
        error = amended != NULL ? replace(target, amended, &info) : -ENOMEM;
        if (amended != NULL) {
            explicit_bzero(amended, strlen(amended)); /* it may hold a token */
        }
        free(amended);
    }
    if (text != NULL) {
        explicit_bzero(text, length);
    }
    free(text);
    free(real);
    return error;
}
