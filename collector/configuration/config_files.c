/* The half of config.h that knows files: which, in what order, and whether to trust them. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "machine/folder.h"
#include "machine/privacy.h"

#define FILE_MAX 1048576
#define SYSTEM_FILE "/etc/epitaph/epitaph.conf"
#define SYSTEM_DIRECTORY "/etc/epitaph/conf.d"
#define USER_FILE "epitaph/epitaph.conf"

static int complain(char ret_error[CONFIG_ERROR_SIZE], const char *path, const char *words,
                    int error)
{
    snprintf(ret_error, CONFIG_ERROR_SIZE, "%s: %s", path, words);
    return error;
}

/* Settings decide where data goes: they must come from us or from root, and from nobody else.
 */
static int check_owner(const char *path, char ret_error[CONFIG_ERROR_SIZE])
{
    struct stat info;

    if (stat(path, &info) != 0) {
        return complain(ret_error, path, strerror(errno), -errno);
    }
    if (!S_ISREG(info.st_mode)) {
        return complain(ret_error, path, "not a regular file", -EINVAL);
    }
    if (info.st_uid != 0 && info.st_uid != geteuid()) {
        return complain(ret_error, path,
                        geteuid() == 0 ? "refused: root reads only configuration that root owns"
                                       : "refused: it belongs to another user",
                        -EPERM);
    }
    if ((info.st_mode & S_IWOTH) != 0 ||
        ((info.st_mode & S_IWGRP) != 0 && info.st_gid != getegid())) {
        return complain(ret_error, path, "refused: others may write it (chmod go-w)", -EPERM);
    }
    return 0;
}

static int load_file(struct config *config, const char *path, char ret_error[CONFIG_ERROR_SIZE])
{
    char *text;
    size_t length;
    int error = check_owner(path, ret_error);

    if (error != 0) {
        return error;
    }
    error = privacy_read_file(path, FILE_MAX, &text, &length);
    if (error == -EACCES) {
        return complain(ret_error, path,
                        "Permission denied: where others run epitaph too, secrets belong into "
                        "files of their own and this one has mode 644",
                        error);
    }
    if (error != 0) {
        return complain(ret_error, path, strerror(-error), error);
    }
    config->holds_secret = false;
    error = config_parse(config, path, text, length, ret_error);
    explicit_bzero(text, length);
    free(text);
    if (error == 0 && config->holds_secret && privacy_others_can_read(path)) {
        error =
            complain(ret_error, path,
                     "refused: it holds a token and others can read it (chmod 600)", -EPERM);
    }
    return error;
}

/* A file that need not exist. */
static int load_optional(struct config *config, const char *path,
                         char ret_error[CONFIG_ERROR_SIZE])
{
    struct stat info;

    if (path == NULL || (stat(path, &info) != 0 && (errno == ENOENT || errno == ENOTDIR))) {
        return 0;
    }
    return load_file(config, path, ret_error);
}

static int is_conf(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return entry->d_name[0] != '.' && length > 5 &&
           strcmp(entry->d_name + length - 5, ".conf") == 0;
}

static int load_directory(struct config *config, const char *directory,
                          char ret_error[CONFIG_ERROR_SIZE])
{
    struct dirent **entries = NULL;
    int count = directory == NULL ? 0 : scandir(directory, &entries, is_conf, alphasort);
    int error = 0;

    if (count < 0) {
        return errno == ENOENT || errno == ENOTDIR
                   ? 0
                   : complain(ret_error, directory, strerror(errno), -errno);
    }
    for (int i = 0; i < count; i++) {
        char *path = NULL;
        if (error == 0 && asprintf(&path, "%s/%s", directory, entries[i]->d_name) < 0) {
            error = complain(ret_error, directory, strerror(ENOMEM), -ENOMEM);
            path = NULL;
        }
        if (error == 0) {
            error = load_file(config, path, ret_error);
        }
        free(path);
        free(entries[i]);
    }
    free(entries);
    return error;
}

int config_load(const struct config_sources *sources, struct config *ret_config,
                char ret_error[CONFIG_ERROR_SIZE])
{
    struct config config;
    int error = config_init(&config);

    ret_error[0] = '\0';
    if (error != 0) {
        return complain(ret_error, "configuration", strerror(-error), error);
    }
    if (sources->only != NULL) {
        error = load_file(&config, sources->only, ret_error);
    } else {
        error = load_optional(&config, sources->system_file, ret_error);
        error =
            error != 0 ? error : load_directory(&config, sources->system_directory, ret_error);
        error = error != 0 ? error : load_optional(&config, sources->user_file, ret_error);
    }
    error = error != 0 ? error : config_finish(&config, ret_error);
    if (error != 0) {
        config_done(&config);
        return error;
    }
    *ret_config = config;
    return 0;
}

static const char *environment(const char *name)
{
    const char *value = getenv(name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

/* The user's own file; NULL when there is no home. */
static char *find_user_file(void)
{
    const char *base = environment("XDG_CONFIG_HOME");
    const char *home = environment("HOME");
    char *path = NULL;

    if (base != NULL && base[0] == '/') {
        return asprintf(&path, "%s/" USER_FILE, base) < 0 ? NULL : path;
    }
    if (home == NULL) {
        const struct passwd *entry = getpwuid(geteuid());
        home = entry != NULL ? entry->pw_dir : NULL;
    }
    if (home == NULL || home[0] != '/') {
        return NULL;
    }
    return asprintf(&path, "%s/.config/" USER_FILE, home) < 0 ? NULL : path;
}

int config_sources_find(struct config_sources *ret_sources)
{
    const char *only = environment("EPITAPH_CONFIG");
    struct config_sources sources = {
        .only = only != NULL ? strdup(only) : NULL,
        .system_file = strdup(SYSTEM_FILE),
        .system_directory = strdup(SYSTEM_DIRECTORY),
        .user_file = find_user_file(),
    };

    if ((only != NULL && sources.only == NULL) || sources.system_file == NULL ||
        sources.system_directory == NULL) {
        config_sources_done(&sources);
        return -ENOMEM;
    }
    *ret_sources = sources;
    return 0;
}

void config_sources_done(struct config_sources *sources)
{
    free((char *)sources->only);
    free((char *)sources->system_file);
    free((char *)sources->system_directory);
    free((char *)sources->user_file);
    *sources = (struct config_sources){0};
}
