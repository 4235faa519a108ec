/*
 * The spools. The machine's directory belongs to root and only root can make names in it, so
 * nobody can take the place of another's spool; each spool belongs to its user and nobody else
 * can open it. Whoever has none there, because root does not know of them yet, falls back on
 * the home (shim/spool_file.c, paths.h).
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "harvest/spool.h"
#include "machine/folder.h"
#include "machine/paths.h"
#include "setup.h"

/* login.defs(5): people, as opposed to daemons. */
#define PEOPLE_FIRST 1000
#define PEOPLE_LAST 60000

#define STATE_DIRECTORY "/var/lib/epitaph"

/* The machine's directory of spools, held open. */
struct house {
    struct setup *setup;
    const char *path;
    int fd; /* -1 in a dry run before there is one */
};

static int fill(int fd, uid_t uid, gid_t gid)
{
    static const char zeros[32768];
    const struct epitaph_spool_header header = {
        .magic = EPITAPH_SPOOL_MAGIC,
        .version = EPITAPH_SPOOL_VERSION,
        .header_size = EPITAPH_SPOOL_HEADER_SIZE,
        .slot_size = EPITAPH_SLOT_SIZE,
        .slot_count = EPITAPH_SLOT_COUNT,
    };

    int error = posix_fallocate(fd, 0, (off_t)EPITAPH_SPOOL_SIZE);
    if (error != 0) {
        return -error;
    }
    /* Written too: a dying process's first store into an unwritten extent takes longer. */
    for (uint64_t at = 0; at < EPITAPH_SPOOL_SIZE; at += sizeof zeros) {
        uint64_t rest = EPITAPH_SPOOL_SIZE - at;
        size_t part = rest < sizeof zeros ? (size_t)rest : sizeof zeros;
        if (pwrite(fd, zeros, part, (off_t)at) != (ssize_t)part) {
            return -EIO;
        }
    }
    if (pwrite(fd, &header, sizeof header, 0) != (ssize_t)sizeof header) {
        return -EIO;
    }
    return fchown(fd, uid, gid) != 0 || fsync(fd) != 0 ? -errno : 0;
}

/* Make UID.spool, whole or not at all. Renamed, as root may not link what is another's. */
static int make_spool(int directory_fd, const char *name, uid_t uid, gid_t gid)
{
    char temporary[40];

    snprintf(temporary, sizeof temporary, ".%s.new", name);
    unlinkat(directory_fd, temporary, 0);
    int fd = openat(directory_fd, temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                    0600);
    if (fd < 0) {
        return -errno;
    }
    int error = fill(fd, uid, gid);
    close(fd);
    if (error == 0 &&
        renameat2(directory_fd, temporary, directory_fd, name, RENAME_NOREPLACE) != 0 &&
        errno != EEXIST) {
        /* Not every network file system can do that. */
        error = errno != EINVAL                                              ? -errno
                : renameat(directory_fd, temporary, directory_fd, name) != 0 ? -errno
                                                                             : 0;
    }
    unlinkat(directory_fd, temporary, 0);
    return error == 0 ? folder_sync(directory_fd) : error;
}

/* Crashes that wait in the spool, or 0 for what cannot be read. */
static unsigned count_crashes(const char *path)
{
    struct spool *spool;
    struct spool_slot slot;
    unsigned count = 0;

    if (spool_open(path, SPOOL_READ, &spool) != 0) {
        return 0;
    }
    for (unsigned i = 0; i < spool_slot_count(spool); i++) {
        count += spool_look(spool, i, &slot) == 0 &&
                 EPITAPH_SLOT_STATE(slot.word) != EPITAPH_SLOT_FREE;
    }
    spool_close(spool);
    return count;
}

static int remove_spool(struct house *house, const char *name)
{
    char *path = NULL;
    int status = EX_OK;

    if (asprintf(&path, "%s/%s", house->path, name) < 0) {
        return EX_OSERR;
    }
    unsigned waiting = count_crashes(path);
    if (waiting > 0) {
        status = setup_fail(EX_TEMPFAIL, "kept %s: %u crashes wait in it for epitaph collect",
                            path, waiting);
    } else if (!house->setup->dry_run && unlinkat(house->fd, name, 0) != 0) {
        status = setup_fail(EX_TEMPFAIL, "%s: %s", path, strerror(errno));
    } else {
        setup_say(house->setup, "removed", "remove", "%s", path);
    }
    free(path);
    return status;
}

static int set_up_user(struct house *house, const char *label, uid_t uid, gid_t gid)
{
    struct setup *setup = house->setup;
    char name[32];

    snprintf(name, sizeof name, "%u" EPITAPH_SPOOL_SUFFIX, uid);
    bool there = house->fd >= 0 && faccessat(house->fd, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    if (setup->undo) {
        return there ? remove_spool(house, name) : EX_OK;
    }
    if (there) {
        return EX_OK;
    }
    int error = setup->dry_run ? 0 : make_spool(house->fd, name, uid, gid);
    if (error != 0) {
        return setup_fail(EX_TEMPFAIL, "spool of %s: %s", label, strerror(-error));
    }
    setup_say(setup, "made", "make", "a spool for %s (uid %u)", label, uid);
    return EX_OK;
}

static int set_up_named(struct house *house, const char *name)
{
    const struct passwd *entry = house->setup->in_other ? NULL : getpwnam(name);
    char *end;
    unsigned long uid = strtoul(name, &end, 10);

    if (entry != NULL) {
        return set_up_user(house, name, entry->pw_uid, entry->pw_gid);
    }
    if (*name >= '0' && *name <= '9' && *end == '\0' && uid < UINT_MAX) {
        return set_up_user(house, name, (uid_t)uid, (gid_t)uid);
    }
    return setup_fail(EX_USAGE, "no user '%s'%s", name,
                      house->setup->in_other ? ": beneath --root users go by number" : "");
}

/* Root and every person in the password file. */
static int set_up_all(struct house *house)
{
    char *path = setup_path(house->setup, "/etc/passwd");
    FILE *other = path != NULL && house->setup->in_other ? fopen(path, "re") : NULL;
    int status = 0;
    const struct passwd *entry;

    setpwent();
    while (status == 0 && (entry = other != NULL             ? fgetpwent(other)
                                   : !house->setup->in_other ? getpwent()
                                                             : NULL) != NULL) {
        if (entry->pw_uid == 0 ||
            (entry->pw_uid >= PEOPLE_FIRST && entry->pw_uid < PEOPLE_LAST)) {
            status = set_up_user(house, entry->pw_name, entry->pw_uid, entry->pw_gid);
        }
    }
    endpwent();
    if (other != NULL) {
        fclose(other);
    }
    free(path);
    return status;
}

/* Every spool, and then the directory. */
static int remove_all(struct house *house)
{
    struct folder_listing listing;
    int status = EX_OK;

    if (house->fd < 0) {
        return EX_OK;
    }
    if (folder_list(house->fd, EPITAPH_SPOOL_SUFFIX, &listing) != 0) {
        return setup_fail(EX_TEMPFAIL, "cannot list %s", house->path);
    }
    for (size_t i = 0; i < listing.count; i++) {
        int one = remove_spool(house, listing.entries[i].name);
        status = one != EX_OK ? one : status;
    }
    folder_listing_done(&listing);
    if (status == EX_OK && (house->setup->dry_run || rmdir(house->path) == 0)) {
        setup_say(house->setup, "removed", "remove", "%s", house->path);
    }
    return status;
}

/* Others pass through to their own spools; they cannot list and cannot make names. */
static int open_house(struct house *house)
{
    struct setup *setup = house->setup;
    struct stat info;
    bool there = stat(house->path, &info) == 0 && S_ISDIR(info.st_mode);
    int error = 0;

    if (!there && (setup->undo || setup->dry_run)) {
        if (!setup->undo) {
            setup_say(setup, "made", "make", "the directory %s", house->path);
        }
        return EX_OK;
    }
    if (!there) {
        error = paths_make_directory(house->path);
    }
    if (error == 0) {
        error = folder_open(AT_FDCWD, house->path, FOLDER_READ, &house->fd);
    }
    if (error == 0 && !setup->dry_run && !setup->undo &&
        (fstat(house->fd, &info) != 0 || (info.st_mode & 07777) != 0711) &&
        fchmod(house->fd, 0711) != 0) {
        error = -errno;
    }
    if (error != 0) {
        return setup_fail(error == -EPERM || error == -EACCES ? EX_NOPERM : EX_TEMPFAIL,
                          "%s: %s", house->path, strerror(-error));
    }
    if (!there) {
        setup_say(setup, "made", "make", "the directory %s", house->path);
    }
    return EX_OK;
}

/* The directory of the collector's own: outbox, history, state. It is never removed with
 * crashes in it. */
static int set_up_state(struct setup *setup, const char *path)
{
    struct stat info;
    bool there = stat(path, &info) == 0;

    if (setup->undo) {
        if (there && !setup->dry_run && rmdir(path) != 0 && !setup->quiet) {
            printf("kept %s: epitaph purge --all forgets the crashes in it\n", path);
        }
        return EX_OK;
    }
    if (there) {
        return EX_OK;
    }
    int error = setup->dry_run ? 0 : paths_make_directory(path);
    if (error != 0) {
        return setup_fail(EX_TEMPFAIL, "%s: %s", path, strerror(-error));
    }
    setup_say(setup, "made", "make", "the directory %s", path);
    return EX_OK;
}

static int set_up_machine(struct setup *setup, const char *spool, const char *state, int argc,
                          char **argv)
{
    struct house house = {.setup = setup, .path = spool, .fd = -1};
    int status = open_house(&house);

    if (status == EX_OK && argc == 0) {
        status = setup->undo ? remove_all(&house) : set_up_all(&house);
    }
    for (int i = 0; status == EX_OK && i < argc; i++) {
        status = set_up_named(&house, argv[i]);
    }
    if (house.fd >= 0) {
        close(house.fd);
    }
    if (status == EX_OK && argc == 0) {
        status = set_up_state(setup, state);
    }
    return status;
}

/* The library makes the file itself in the user's own directory. */
static int set_up_own(struct setup *setup, const struct paths *paths)
{
    char *name = NULL;
    int status = set_up_state(setup, paths->state);

    if (status != EX_OK || !setup->undo) {
        return status != EX_OK || strcmp(paths->spool, paths->state) == 0
                   ? status
                   : set_up_state(setup, paths->spool);
    }
    if (asprintf(&name, "%u" EPITAPH_SPOOL_SUFFIX, geteuid()) < 0) {
        return EX_OSERR;
    }
    struct house house = {.setup = setup, .path = paths->spool, .fd = -1};
    if (folder_open(AT_FDCWD, paths->spool, FOLDER_READ, &house.fd) == 0) {
        if (faccessat(house.fd, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
            status = remove_spool(&house, name);
        }
        close(house.fd);
    }
    free(name);
    return status;
}

int setup_spools(struct setup *setup, int argc, char **argv)
{
    struct paths paths = {0};
    const char *chosen = getenv(EPITAPH_SPOOL_ENVIRONMENT);
    char *spool = setup_path(setup, EPITAPH_SPOOL_SYSTEM_DIRECTORY);
    char *state = setup_path(setup, STATE_DIRECTORY);
    int status = EX_OSERR;

    if (spool == NULL || state == NULL || paths_init(&paths) != 0) {
        status = setup_fail(EX_UNAVAILABLE, "there is no home for a spool");
    } else if (!setup->system) {
        status = set_up_own(setup, &paths);
    } else if (setup->in_other) {
        status = set_up_machine(setup, spool, state, argc, argv);
    } else {
        status = set_up_machine(setup, chosen != NULL && chosen[0] != '\0' ? chosen : spool,
                                paths.state, argc, argv);
    }
    paths_done(&paths);
    free(state);
    free(spool);
    return status;
}
