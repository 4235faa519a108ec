#include "spares.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "machine/folder.h"

#define SUFFIX ".spare"
#define NAME_SIZE 32

static void spare_name(size_t number, char ret_name[NAME_SIZE])
{
    snprintf(ret_name, NAME_SIZE, ".%zu" SUFFIX, number);
}

/* What it held is nobody's any more. */
static int empty(int folder_fd, const char *name)
{
    int fd = openat(folder_fd, name,
                    O_WRONLY | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

    if (fd < 0) {
        return -errno;
    }
    close(fd);
    return 0;
}

struct spares spares_find(int folder_fd)
{
    struct spares spares = {folder_fd, 0};
    char name[NAME_SIZE];

    if (folder_fd >= 0 && folder_count_hidden(folder_fd, SUFFIX, &spares.count) == 0 &&
        spares.count > 0) {
        /* A kill may have left the last one full. One that is not there is not missed. */
        spare_name(spares.count - 1, name);
        (void)empty(folder_fd, name);
    }
    return spares;
}

int spares_stage(struct spares *spares, const char *name, const char *text, size_t length)
{
    char spare[NAME_SIZE];

    if (spares->count == 0) {
        return folder_stage(spares->folder_fd, name, text, length);
    }
    spare_name(--spares->count, spare);
    return folder_stage_over(spares->folder_fd, spare, name, text, length);
}

int spares_give(struct spares *spares, int from_fd, const char *name)
{
    char spare[NAME_SIZE];

    spare_name(spares->count, spare);
    if (spares->count >= SPARES_MAX || spares->folder_fd < 0 ||
        renameat(from_fd, name, spares->folder_fd, spare) != 0) {
        return unlinkat(from_fd, name, 0) != 0 ? -errno : 0;
    }
    if (empty(spares->folder_fd, spare) != 0) {
        return unlinkat(spares->folder_fd, spare, 0) != 0 ? -errno : 0;
    }
    spares->count++;
    return 0;
}

void spares_drop(struct spares *spares)
{
    folder_sweep_hidden(spares->folder_fd, SUFFIX);
    spares->count = 0;
}
