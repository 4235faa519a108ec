#include "spools.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "machine/paths.h"

static int add(struct spools *spools, const char *directory, uid_t uid)
{
    char *path = NULL;
    struct spools_entry *entries =
        reallocarray(spools->entries, spools->count + 1, sizeof *spools->entries);

    if (entries == NULL) {
        return -ENOMEM;
    }
    spools->entries = entries;
    if (asprintf(&path, "%s/%u" EPITAPH_SPOOL_SUFFIX, directory, uid) < 0) {
        return -ENOMEM;
    }
    spools->entries[spools->count++] = (struct spools_entry){path, uid};
    return 0;
}

/* "1000.spool" and not "01000.spool", "1000.spool.77" or " 1000.spool". */
static bool parse_name(const char *name, uid_t *ret_uid)
{
    char again[32];
    char *end;
    unsigned long uid = strtoul(name, &end, 10);

    if (uid >= (uid_t)-1 || strcmp(end, EPITAPH_SPOOL_SUFFIX) != 0) {
        return false;
    }
    snprintf(again, sizeof again, "%lu" EPITAPH_SPOOL_SUFFIX, uid);
    *ret_uid = (uid_t)uid;
    return strcmp(again, name) == 0;
}

static int add_others(struct spools *spools, const char *directory)
{
    DIR *stream = opendir(directory);
    int error = 0;

    if (stream == NULL) {
        return errno == ENOENT ? 0 : -errno;
    }
    for (;;) {
        uid_t uid;
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (entry == NULL) {
            error = -errno;
            break;
        }
        if (parse_name(entry->d_name, &uid) && uid != geteuid()) {
            error = add(spools, directory, uid);
            if (error != 0) {
                break;
            }
        }
    }
    closedir(stream);
    return error;
}

/* What crashed before root made a spool for us is in the one at home. */
static int add_home(struct spools *spools)
{
    char *home = NULL;
    int error = paths_home(&home);

    if (error == 0) {
        error = add(spools, home, geteuid());
        free(home);
    }
    return error == -ENOENT ? 0 : error;
}

int spools_find(const char *directory, struct spools *ret_spools)
{
    struct spools spools = {0};
    int error = add(&spools, directory, geteuid());

    if (error == 0 && geteuid() != 0 &&
        strcmp(directory, EPITAPH_SPOOL_SYSTEM_DIRECTORY) == 0) {
        error = add_home(&spools);
    }
    if (error == 0 && geteuid() == 0) {
        error = add_others(&spools, directory);
    }
    if (error != 0) {
        spools_done(&spools);
        return error;
    }
    *ret_spools = spools;
    return 0;
}

void spools_done(struct spools *spools)
{
    for (size_t i = 0; i < spools->count; i++) {
        free(spools->entries[i].path);
    }
    free(spools->entries);
    *spools = (struct spools){0};
}
