#include "rehearsal.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "harvest/harvest.h"
#include "machine/folder.h"

#define FILE_MAX ((size_t)128 << 20) /* as large as a spool may be */

/* Copy one file with its times, which order a queue. */
static int copy_file(int from_fd, int to_fd, const char *name)
{
    struct stat info;
    char *text;
    size_t length;
    int error = folder_read(from_fd, name, FILE_MAX, &text, &length);

    if (error != 0) {
        return error;
    }
    error = folder_write(to_fd, name, text, length);
    free(text);
    if (error == 0 && fstatat(from_fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0) {
        const struct timespec times[] = {info.st_atim, info.st_mtim};
        utimensat(to_fd, name, times, AT_SYMLINK_NOFOLLOW);
    }
    return error;
}

static int copy_listing(int from_fd, int to_fd, const char *suffix)
{
    struct folder_listing listing;
    int error = folder_list(from_fd, suffix, &listing);

    if (error != 0) {
        return error;
    }
    for (size_t i = 0; error == 0 && i < listing.count; i++) {
        error = copy_file(from_fd, to_fd, listing.entries[i].name);
    }
    folder_listing_done(&listing);
    return error;
}

static int copy_folder(int from_fd, int to_fd, const char *name, const char *suffix)
{
    int source = -1;
    int target = -1;
    int error = folder_open(from_fd, name, FOLDER_READ, &source);

    if (error == -ENOENT) {
        return 0;
    }
    if (error == 0) {
        error = folder_open(to_fd, name, FOLDER_MAKE, &target);
    }
    if (error == 0) {
        error = copy_listing(source, target, suffix);
        close(target);
    }
    if (source >= 0) {
        close(source);
    }
    return error;
}

static int copy_files(int from_fd, int to_fd, const char *const *names, size_t count)
{
    int error = 0;

    for (size_t i = 0; error == 0 && i < count; i++) {
        error = copy_file(from_fd, to_fd, names[i]);
        error = error == -ENOENT ? 0 : error;
    }
    return error;
}

static int copy_outbox(int from_fd, int to_fd)
{
    int error = 0;

    for (enum outbox_folder i = 0; error == 0 && i < OUTBOX_FOLDER_COUNT; i++) {
        error = copy_folder(from_fd, to_fd, outbox_folder_name(i), OUTBOX_SUFFIX);
    }
    return error;
}

static int copy_destination(int from_fd, int to_fd, const char *name)
{
    static const char *const files[] = {"state"};
    int source = -1;
    int target = -1;
    int error = folder_open(from_fd, name, FOLDER_READ, &source);

    if (error == -ENOENT) {
        return 0;
    }
    error = error != 0 ? error : folder_open(to_fd, name, FOLDER_MAKE, &target);
    error = error != 0 ? error : copy_files(source, target, files, 1);
    error = error != 0 ? error : copy_outbox(source, target);
    if (target >= 0) {
        close(target);
    }
    if (source >= 0) {
        close(source);
    }
    return error;
}

static int copy_destinations(const struct config *config, int from_fd, int to_fd)
{
    int source = -1;
    int target = -1;
    int error = folder_open(from_fd, ROUTES_FOLDER, FOLDER_READ, &source);

    if (error == -ENOENT) {
        return 0;
    }
    error = error != 0 ? error : folder_open(to_fd, ROUTES_FOLDER, FOLDER_MAKE, &target);
    for (size_t i = 0; error == 0 && i < config->destination_count; i++) {
        error = copy_destination(source, target, config->destinations[i].name);
    }
    if (target >= 0) {
        close(target);
    }
    if (source >= 0) {
        close(source);
    }
    return error;
}

/* What a run reads of the state. What was sent only matters by its ids. */
static int copy_state(const struct config *config, int from_fd, int to_fd)
{
    static const char *const files[] = {"state", "quota", "instance_id", "device_id"};
    static const char *const folders[] = {HARVEST_INCOMING, HARVEST_CRASHES};
    int error = copy_files(from_fd, to_fd, files, sizeof files / sizeof *files);

    error = error != 0 ? error : copy_outbox(from_fd, to_fd);
    error = error != 0 ? error : copy_destinations(config, from_fd, to_fd);
    for (size_t i = 0; error == 0 && i < sizeof folders / sizeof *folders; i++) {
        error = copy_folder(from_fd, to_fd, folders[i], HARVEST_SUFFIX);
    }
    return error;
}

/* Our own spool only: those of others are theirs to show. One that cannot be read is none. */
static int copy_spool(const char *directory, int to_fd)
{
    char name[32];
    int source;

    snprintf(name, sizeof name, "%u" EPITAPH_SPOOL_SUFFIX, geteuid());
    source = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (source < 0) {
        return errno == ENOENT ? 0 : -errno;
    }
    int error = copy_file(source, to_fd, name);
    close(source);
    return error == -ENOENT ? 0 : error;
}

static int make_directory(char **ret_path, int *ret_fd)
{
    const char *base = getenv("TMPDIR");
    char *path = NULL;

    if (asprintf(&path, "%s/epitaph-dry-run-XXXXXX",
                 base != NULL && base[0] == '/' ? base : "/tmp") < 0) {
        return -ENOMEM;
    }
    if (mkdtemp(path) == NULL) {
        int error = -errno;
        free(path);
        return error;
    }
    *ret_path = path;
    return folder_open(AT_FDCWD, path, FOLDER_READ, ret_fd);
}

int rehearsal_begin(const struct site *original, struct rehearsal *ret_rehearsal)
{
    struct site *copy = &ret_rehearsal->site;

    *ret_rehearsal = (struct rehearsal){
        .site = {.config = original->config,
                 .mode = FOLDER_MAKE,
                 .state_fd = -1,
                 .lock = LOCK_CLOSED},
    };
    int error = make_directory(&ret_rehearsal->directory, &copy->state_fd);
    if (error == 0) {
        copy->paths.state = strdup(ret_rehearsal->directory);
        copy->paths.spool = strdup(ret_rehearsal->directory);
        error = copy->paths.state == NULL || copy->paths.spool == NULL ? -ENOMEM : 0;
    }
    if (error == 0 && original->state_fd >= 0) {
        error = copy_state(&original->config, original->state_fd, copy->state_fd);
    }
    if (error == 0) {
        error = copy_spool(original->paths.spool, copy->state_fd);
    }
    return error == 0 ? lock_open(copy->state_fd, &copy->lock) : error;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *where)
{
    (void)info;
    (void)type;
    (void)where;
    return remove(path);
}

void rehearsal_end(struct rehearsal *rehearsal)
{
    lock_close(&rehearsal->site.lock);
    if (rehearsal->site.state_fd >= 0) {
        close(rehearsal->site.state_fd);
    }
    paths_done(&rehearsal->site.paths);
    if (rehearsal->directory != NULL) {
        nftw(rehearsal->directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
        free(rehearsal->directory);
    }
}
