/* The programs that epitaph setup calls: crontab, systemctl, and true with the library. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "setup.h"

#define CANNOT_RUN 127
#define OUTPUT_MAX 1048576

/* A file without a name holds more than a pipe, so that nobody has to wait for anybody. */
static int open_buffer(const char *text)
{
    int fd = memfd_create("epitaph", MFD_CLOEXEC);

    if (fd >= 0 && text != NULL &&
        (write(fd, text, strlen(text)) != (ssize_t)strlen(text) ||
         lseek(fd, 0, SEEK_SET) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

static char *take_buffer(int fd)
{
    struct stat info;
    char *text = NULL;

    if (fstat(fd, &info) == 0 && info.st_size <= OUTPUT_MAX) {
        text = calloc(1, (size_t)info.st_size + 1);
    }
    if (text != NULL && pread(fd, text, (size_t)info.st_size, 0) != info.st_size) {
        free(text);
        text = NULL;
    }
    return text;
}

static _Noreturn void become(const char *const *arguments, const int streams[3])
{
    for (int i = 0; i < 3; i++) {
        if (streams[i] >= 0 && dup2(streams[i], i) < 0) {
            _exit(CANNOT_RUN);
        }
    }
    setenv("LC_ALL", "C", 1); /* what it says is read */
    execvp(arguments[0], (char *const *)arguments);
    _exit(CANNOT_RUN);
}

static int run(const char *const *arguments, const int streams[3])
{
    int status = 0;

    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        become(arguments, streams);
    }
    if (child < 0) {
        return CANNOT_RUN;
    }
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return CANNOT_RUN;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int setup_run(const char *const *arguments, const char *input, char **ret_output,
              char **ret_complaint)
{
    const bool wanted[3] = {true, ret_output != NULL, ret_complaint != NULL};
    char **results[3] = {NULL, ret_output, ret_complaint};
    int streams[3] = {-1, -1, -1};
    int status = 0;

    for (int i = 0; i < 3; i++) {
        if (wanted[i] && (streams[i] = open_buffer(i == 0 ? input : NULL)) < 0) {
            status = CANNOT_RUN;
        }
    }
    if (status == 0) {
        status = run(arguments, streams);
    }
    for (int i = 1; i < 3; i++) {
        if (results[i] != NULL) {
            char *text = streams[i] >= 0 ? take_buffer(streams[i]) : NULL;
            *results[i] = text != NULL ? text : strdup("");
        }
    }
    for (int i = 0; i < 3; i++) {
        if (streams[i] >= 0) {
            close(streams[i]);
        }
    }
    return status;
}
