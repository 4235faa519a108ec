/*
 * epitaph setup: the system-wide spool directory, with a spool for each user.
 *
 * The directory belongs to root and only root can make names in it, so nobody can take the
 * place of another's spool; each spool belongs to its user and nobody else can open it.
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

#include "commands.h"
#include "folder.h"
#include "paths.h"

/* login.defs(5): people, as opposed to daemons. */
#define PEOPLE_FIRST 1000
#define PEOPLE_LAST 60000

static int fill(int fd, uid_t uid, gid_t gid)
{
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
    if (pwrite(fd, &header, sizeof header, 0) != (ssize_t)sizeof header) {
        return -EIO;
    }
    return fchown(fd, uid, gid) != 0 || fsync(fd) != 0 ? -errno : 0;
}

/* Make UID.spool, whole or not at all. -EEXIST when there is one. */
static int make_spool(int directory_fd, uid_t uid, gid_t gid)
{
    char name[32];
    char temporary[40];

    snprintf(name, sizeof name, "%u" EPITAPH_SPOOL_SUFFIX, uid);
    snprintf(temporary, sizeof temporary, ".%s.new", name);
    if (faccessat(directory_fd, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
        return -EEXIST;
    }
    unlinkat(directory_fd, temporary, 0);
    int fd = openat(directory_fd, temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                    0600);
    if (fd < 0) {
        return -errno;
    }
    int error = fill(fd, uid, gid);
    close(fd);
    if (error == 0 && linkat(directory_fd, temporary, directory_fd, name, 0) != 0) {
        error = -errno;
    }
    unlinkat(directory_fd, temporary, 0);
    return error == 0 ? folder_sync(directory_fd) : error;
}

static int set_up_user(int directory_fd, const char *label, uid_t uid, gid_t gid)
{
    int error = make_spool(directory_fd, uid, gid);

    if (error == -EEXIST) {
        return 0;
    }
    if (error != 0) {
        fprintf(stderr, "epitaph setup: spool of %s: %s\n", label, strerror(-error));
        return EX_TEMPFAIL;
    }
    printf("made a spool for %s (uid %u)\n", label, uid);
    return 0;
}

static int set_up_named(int directory_fd, const char *name)
{
    const struct passwd *entry = getpwnam(name);
    char *end;
    unsigned long uid = strtoul(name, &end, 10);

    if (entry != NULL) {
        return set_up_user(directory_fd, name, entry->pw_uid, entry->pw_gid);
    }
    if (*name >= '0' && *name <= '9' && *end == '\0' && uid < UINT_MAX) {
        return set_up_user(directory_fd, name, (uid_t)uid, (gid_t)uid);
    }
    fprintf(stderr, "epitaph setup: no user '%s'\n", name);
    return EX_USAGE;
}

/* Root and every person in the password file. */
static int set_up_all(int directory_fd)
{
    int status = 0;
    const struct passwd *entry;

    setpwent();
    while (status == 0 && (entry = getpwent()) != NULL) {
        if (entry->pw_uid == 0 ||
            (entry->pw_uid >= PEOPLE_FIRST && entry->pw_uid < PEOPLE_LAST)) {
            status = set_up_user(directory_fd, entry->pw_name, entry->pw_uid, entry->pw_gid);
        }
    }
    endpwent();
    return status;
}

/* Others pass through to their own spools; they cannot list and cannot make names. */
static int open_spool_directory(const char *path, int *ret_fd)
{
    int error = paths_make_directory(path);

    if (error == 0) {
        error = folder_open(AT_FDCWD, path, FOLDER_READ, ret_fd);
    }
    if (error == 0 && fchmod(*ret_fd, 0711) != 0) {
        error = -errno;
        close(*ret_fd);
    }
    if (error != 0) {
        fprintf(stderr, "epitaph setup: %s: %s\n", path, strerror(-error));
        return error == -EPERM || error == -EACCES ? EX_NOPERM : EX_TEMPFAIL;
    }
    return 0;
}

static int set_up(int argc, char **argv)
{
    const char *chosen = getenv(EPITAPH_SPOOL_ENVIRONMENT);
    const char *spool =
        chosen != NULL && chosen[0] != '\0' ? chosen : EPITAPH_SPOOL_SYSTEM_DIRECTORY;
    int directory_fd = -1;
    struct paths paths;
    int status = open_spool_directory(spool, &directory_fd);

    if (status != 0) {
        return status;
    }
    if (argc == 1) {
        status = set_up_all(directory_fd);
    }
    for (int i = 1; status == 0 && i < argc; i++) {
        status = set_up_named(directory_fd, argv[i]);
    }
    close(directory_fd);
    if (status != 0) {
        return status;
    }
    if (paths_init(&paths) != 0) {
        return EX_SOFTWARE;
    }
    int error = paths_make_directory(paths.state);
    if (error != 0) {
        fprintf(stderr, "epitaph setup: %s: %s\n", paths.state, strerror(-error));
        status = EX_TEMPFAIL;
    }
    paths_done(&paths);
    return status;
}

int command_setup(int argc, char **argv)
{
    if (argc > 1 && argv[1][0] == '-') {
        fprintf(stderr, "usage: epitaph setup [USER...]\n");
        return EX_USAGE;
    }
    if (geteuid() != 0) {
        fprintf(stderr,
                "epitaph setup: only root can make spools for others; without it, each user's "
                "programs make their own in the user's home\n");
        return EX_NOPERM;
    }
    return set_up(argc, argv);
}
