#include "lost.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "machine/folder.h"

#define FOLDER "lost"
#define NUMBER_MAX 64 /* bytes of a file */

static uint64_t read_before(int lost_fd, const char *name)
{
    char *text;
    size_t length;

    if (folder_read(lost_fd, name, NUMBER_MAX, &text, &length) != 0) {
        return 0;
    }
    uint64_t before = strtoull(text, NULL, 10);
    free(text);
    return before;
}

int lost_since(int state_fd, uid_t uid, uint64_t total, uint64_t *ret_since)
{
    char name[16];
    char text[24];
    int lost_fd;
    int error = folder_open(state_fd, FOLDER, FOLDER_MAKE, &lost_fd);

    if (error != 0) {
        return error;
    }
    snprintf(name, sizeof name, "%u", uid);
    uint64_t before = read_before(lost_fd, name);
    if (total != before) {
        int length = snprintf(text, sizeof text, "%" PRIu64 "\n", total);
        error = folder_write(lost_fd, name, text, (size_t)length);
    }
    close(lost_fd);
    if (error == 0) {
        /* A smaller total is that of a new spool. */
        *ret_since = total >= before ? total - before : total;
    }
    return error;
}
