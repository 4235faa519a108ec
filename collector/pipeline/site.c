#include "site.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

__attribute__((format(printf, 2, 3))) static int complain(int status, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fputs("epitaph: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    return status;
}

int site_status(int error)
{
    switch (-error) {
    case ENOSPC:
    case EDQUOT:
    case EIO:
    case EROFS:
    case ENOMEM:
    case EMFILE:
    case ENFILE:
        return EX_TEMPFAIL;
    case EPERM:
    case EACCES:
        return EX_NOPERM;
    case EPROTONOSUPPORT: /* a spool of another version */
        return EX_DATAERR;
    default:
        return EX_SOFTWARE;
    }
}

static int load_config(struct config *ret_config)
{
    struct config_sources sources;
    char words[CONFIG_ERROR_SIZE];

    if (config_sources_find(&sources) != 0) {
        return complain(EX_SOFTWARE, "out of memory");
    }
    int error = config_load(&sources, ret_config, words);
    config_sources_done(&sources);
    if (error != 0) {
        return complain(error == -EPERM || error == -EACCES ? EX_NOPERM : EX_CONFIG, "%s",
                        words);
    }
    return 0;
}

static int open_state(struct site *site)
{
    int error = site->mode == FOLDER_MAKE ? paths_make_directory(site->paths.state) : 0;

    if (error == 0) {
        error = folder_open(AT_FDCWD, site->paths.state, site->mode, &site->state_fd);
    }
    if (site->mode == FOLDER_READ && (error == 0 || error == -ENOENT)) {
        return 0;
    }
    if (error == -EPERM) {
        return complain(EX_NOPERM,
                        "%s: refused: it belongs to another user or others may write in it",
                        site->paths.state);
    }
    if (error == 0) {
        error = lock_open(site->state_fd, &site->lock);
    }
    return error == 0
               ? 0
               : complain(site_status(error), "%s: %s", site->paths.state, strerror(-error));
}

int site_open(enum folder_mode mode, struct site *ret_site)
{
    struct site site = {.mode = mode, .state_fd = -1, .lock = LOCK_CLOSED};
    int status = load_config(&site.config);

    if (status == 0 && paths_init(&site.paths) != 0) {
        status = complain(EX_CONFIG, "no home directory: set EPITAPH_SPOOL and EPITAPH_STATE");
    }
    if (status == 0) {
        status = open_state(&site);
    }
    if (status != 0) {
        site_close(&site);
        return status;
    }
    *ret_site = site;
    return 0;
}

int site_read_again(struct site *site)
{
    struct config config;
    int status = load_config(&config);

    if (status != 0) {
        return status;
    }
    config_done(&site->config);
    site->config = config;
    return 0;
}

void site_close(struct site *site)
{
    lock_close(&site->lock);
    if (site->state_fd >= 0) {
        close(site->state_fd);
    }
    paths_done(&site->paths);
    config_done(&site->config);
}

int site_lock(const struct site *site, int patience_ms)
{
    int error = lock_take(&site->lock, patience_ms);

    if (error == -EAGAIN) {
        return complain(EX_TEMPFAIL, "another epitaph is at work in %s", site->paths.state);
    }
    return error == 0
               ? 0
               : complain(EX_SOFTWARE, "%s/lock: %s", site->paths.state, strerror(-error));
}

int site_routes(const struct site *site, enum routes_choice choice, struct routes **ret_routes)
{
    const char *culprit;
    struct outbox_limits limits = {
        .max_queue = site->config.max_queue,
        .history_events = site->config.history_events,
        .history_days = site->config.history_days,
        .free_floor_bytes = (uint64_t)site->config.free_space_mib << 20,
    };
    int error = routes_open(site->state_fd, site->mode, &limits, &site->config, choice,
                            ret_routes, &culprit);

    if (error == 0) {
        return 0;
    }
    bool named = culprit[0] != '\0';
    return complain(site_status(error), "%s%s%s: %s", site->paths.state,
                    named ? "/" ROUTES_FOLDER "/" : "", culprit, strerror(-error));
}
