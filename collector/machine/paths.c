#include "paths.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <epitaph/spool.h>

static const char *environment(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

/* The user's state directory for this program, or NULL. */
static char *user_state(void)
{
    const char *base = environment("XDG_STATE_HOME");
    char *path = NULL;

    if (base != NULL && base[0] == '/') {
        return asprintf(&path, "%s/" EPITAPH_SPOOL_USER_DIRECTORY, base) < 0 ? NULL : path;
    }
    const char *home = environment("HOME");
    if (home == NULL) {
        const struct passwd *entry = getpwuid(geteuid());
        home = entry != NULL ? entry->pw_dir : NULL;
    }
    if (home == NULL || home[0] != '/') {
        return NULL;
    }
    return asprintf(&path, "%s/.local/state/" EPITAPH_SPOOL_USER_DIRECTORY, home) < 0 ? NULL
                                                                                      : path;
}

/* Is there a spool for us in the system's directory, or can we make one there? */
static bool system_has_ours(void)
{
    char path[64];
    struct stat info;

    snprintf(path, sizeof path, EPITAPH_SPOOL_SYSTEM_DIRECTORY "/%u" EPITAPH_SPOOL_SUFFIX,
             geteuid());
    return stat(EPITAPH_SPOOL_SYSTEM_DIRECTORY, &info) == 0 && S_ISDIR(info.st_mode) &&
           (geteuid() == 0 || faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0 ||
            access(EPITAPH_SPOOL_SYSTEM_DIRECTORY, W_OK | X_OK) == 0);
}

static char *find_spool(void)
{
    const char *chosen = environment(EPITAPH_SPOOL_ENVIRONMENT);

    if (chosen != NULL) {
        return strdup(chosen);
    }
    return system_has_ours() ? strdup(EPITAPH_SPOOL_SYSTEM_DIRECTORY) : user_state();
}

static char *find_state(void)
{
    const char *chosen = environment("EPITAPH_STATE");

    if (chosen != NULL) {
        return strdup(chosen);
    }
    return geteuid() == 0 ? strdup("/var/lib/epitaph") : user_state();
}

int paths_init(struct paths *paths)
{
    struct paths found = {.spool = find_spool(), .state = find_state()};

    if (found.spool == NULL || found.state == NULL) {
        paths_done(&found);
        return -ENOENT;
    }
    *paths = found;
    return 0;
}

int paths_home(char **ret_path)
{
    char *path = user_state();

    if (path == NULL) {
        return -ENOENT;
    }
    *ret_path = path;
    return 0;
}

void paths_done(struct paths *paths)
{
    free(paths->spool);
    free(paths->state);
    *paths = (struct paths){0};
}

int paths_make_directory(const char *path)
{
    char partial[4096];
    size_t length = strlen(path);

    if (length == 0 || length >= sizeof partial) {
        return -ENAMETOOLONG;
    }
    memcpy(partial, path, length + 1);
    for (size_t i = 1; i <= length; i++) {
        if (partial[i] != '/' && partial[i] != '\0') {
            continue;
        }
        char kept = partial[i];
        partial[i] = '\0';
        if (mkdir(partial, 0700) != 0 && errno != EEXIST) {
            return -errno;
        }
        partial[i] = kept;
    }
    return 0;
}
