/* The files that epitaph setup writes, and what it says. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "machine/privacy.h"
#include "setup.h"

#define FILE_MAX 65536

void setup_say(struct setup *setup, const char *done, const char *to_do, const char *format,
               ...)
{
    va_list arguments;

    setup->changes++;
    if (setup->quiet) {
        return;
    }
    printf("%s%s ", setup->dry_run ? "would " : "", setup->dry_run ? to_do : done);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
}

int setup_fail(int status, const char *format, ...)
{
    va_list arguments;

    fputs("epitaph setup: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return status;
}

/* What the kernel said, as an exit status. */
static int fail_at(const char *path, int error)
{
    return setup_fail(error == EACCES || error == EPERM ? EX_NOPERM : EX_TEMPFAIL, "%s: %s",
                      path, strerror(error));
}

char *setup_path(const struct setup *setup, const char *path)
{
    char *whole = NULL;

    return asprintf(&whole, "%s%s", setup->root, path) < 0 ? NULL : whole;
}

bool setup_exists(const struct setup *setup, const char *path)
{
    char *whole = setup_path(setup, path);
    bool exists = whole != NULL && access(whole, F_OK) == 0;

    free(whole);
    return exists;
}

char *setup_read(const char *path)
{
    char *text = NULL;
    size_t length;
    int error = privacy_read_file(path, FILE_MAX, &text, &length);

    if (error == 0) {
        return text;
    }
    if (error == -ENOENT) {
        return strdup("");
    }
    (void)fail_at(path, -error);
    return NULL;
}

static int make_parents(char *path)
{
    for (char *at = strchr(path + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
        *at = '\0';
        int failed = mkdir(path, 0755) != 0 && errno != EEXIST;
        *at = '/';
        if (failed) {
            return -errno;
        }
    }
    return 0;
}

static int put(int fd, const char *text)
{
    size_t length = strlen(text);

    for (size_t done = 0; done < length;) {
        ssize_t count = write(fd, text + done, length - done);
        if (count < 0 && errno != EINTR) {
            return -errno;
        }
        done += count > 0 ? (size_t)count : 0;
    }
    return fchmod(fd, 0644) != 0 || fsync(fd) != 0 ? -errno : 0;
}

/* Under another name first: who reads it meanwhile sees the old one or the new one. */
static int write_whole(char *path, const char *text)
{
    char *temporary = NULL;
    int error = make_parents(path);

    if (error != 0) {
        return error;
    }
    if (asprintf(&temporary, "%s.epitaph-new", path) < 0) {
        return -ENOMEM;
    }
    unlink(temporary);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    error = fd < 0 ? -errno : put(fd, text);
    if (fd >= 0) {
        close(fd);
        if (error == 0 && rename(temporary, path) != 0) {
            error = -errno;
        }
        if (error != 0) {
            unlink(temporary);
        }
    }
    free(temporary);
    return error;
}

int setup_replace(struct setup *setup, const char *path, const char *text)
{
    char *whole = setup_path(setup, path);
    int error = whole == NULL ? -ENOMEM : setup->dry_run ? 0 : write_whole(whole, text);
    int status = error == 0 ? EX_OK : fail_at(path, -error);

    if (error == 0) {
        setup_say(setup, "wrote", "write", "%s", whole);
    }
    free(whole);
    return status;
}

int setup_write(struct setup *setup, const char *path, const char *text)
{
    char *whole = setup_path(setup, path);
    char *marked = NULL;
    char *before = whole != NULL ? setup_read(whole) : NULL;
    int status = EX_OK;

    if (before == NULL ||
        asprintf(&marked, SETUP_MARK "; it replaces this file.\n%s", text) < 0) {
        status = EX_TEMPFAIL;
    } else if (*before != '\0' && strncmp(before, SETUP_MARK, strlen(SETUP_MARK)) != 0) {
        status = setup_fail(EX_CANTCREAT, "%s is not of our making: move it away first", whole);
    } else if (strcmp(before, marked) != 0) {
        status = setup_replace(setup, path, marked);
    }
    free(marked);
    free(before);
    free(whole);
    return status;
}

int setup_remove(struct setup *setup, const char *path)
{
    char *whole = setup_path(setup, path);
    char *before = whole != NULL ? setup_read(whole) : NULL;
    int status = before != NULL ? EX_OK : EX_TEMPFAIL;

    if (before != NULL && strncmp(before, SETUP_MARK, strlen(SETUP_MARK)) == 0) {
        if (!setup->dry_run && unlink(whole) != 0) {
            status = fail_at(whole, errno);
        } else {
            setup_say(setup, "removed", "remove", "%s", whole);
        }
    }
    free(before);
    free(whole);
    return status;
}
