#include "view.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include <epitaph/spool.h>

#include "crash/crash_json.h"
#include "harvest/spool.h"
#include "machine/folder.h"
#include "machine/paths.h"

/*
 * What may be shown is what might be sent: the user's own rules hold here too. A configuration
 * that cannot be read stops it, because the rules may be in it.
 */
static int load_config(struct config *config)
{
    struct config_sources sources;
    char words[CONFIG_ERROR_SIZE];

    if (config_sources_find(&sources) != 0) {
        fputs("epitaph: out of memory\n", stderr);
        return EX_OSERR;
    }
    int error = config_load(&sources, config, words);
    config_sources_done(&sources);
    if (error != 0) {
        fprintf(stderr, "epitaph: %s\n", words);
        return error == -EPERM || error == -EACCES ? EX_NOPERM : EX_CONFIG;
    }
    return EX_OK;
}

static int load(const struct paths *paths, struct view *view)
{
    int state_fd = -1;

    int error = folder_open(AT_FDCWD, paths->state, FOLDER_READ, &state_fd);
    if (error != 0 && error != -ENOENT) {
        fprintf(stderr, "epitaph: cannot read %s: %s\n", paths->state,
                error == -EPERM ? "it belongs to another user or others may write in it"
                                : strerror(-error));
        return EX_NOPERM;
    }
    error = examiner_new(NULL, &view->examiner);
    if (error == 0) {
        examiner_hide(view->examiner, view->config.redaction);
        error = catalogue_load(paths->spool, state_fd, view->examiner, &view->catalogue);
    }
    if (state_fd >= 0) {
        close(state_fd);
    }
    if (error != 0) {
        fprintf(stderr, "epitaph: cannot read the crashes in %s: %s\n", paths->state,
                strerror(-error));
        return EX_IOERR;
    }
    return EX_OK;
}

/* Not what it should be, or not for us: as `epitaph dump` says of the same file. */
static int incomplete(const struct catalogue *catalogue)
{
    switch (-catalogue->spool_error) {
    case 0:
        return catalogue->unreadable > 0 ? EX_DATAERR : EX_OK;
    case EINVAL:
    case EPROTONOSUPPORT:
    case EIO:
        return EX_DATAERR;
    default:
        return EX_NOINPUT;
    }
}

/* Root's collect takes the crashes of the system's directory of spools, into root's state. */
static bool is_collected_by_root(const struct paths *paths)
{
    return geteuid() != 0 && strcmp(paths->spool, EPITAPH_SPOOL_SYSTEM_DIRECTORY) == 0;
}

int view_open(struct view *ret_view)
{
    struct view view = {.examiner = NULL};
    struct paths paths;

    if (paths_init(&paths) != 0) {
        fputs("epitaph: no home directory: set EPITAPH_SPOOL and EPITAPH_STATE\n", stderr);
        return EX_CONFIG;
    }
    int status = load_config(&view.config);
    if (status == EX_OK) {
        status = load(&paths, &view);
    }
    view.collected_by_root = is_collected_by_root(&paths);
    if (status == EX_OK && view.catalogue.spool_error != 0) {
        fprintf(stderr, "epitaph: cannot read %s/%u" EPITAPH_SPOOL_SUFFIX ": %s\n", paths.spool,
                geteuid(), spool_strerror(view.catalogue.spool_error));
    }
    paths_done(&paths);
    if (status != EX_OK) {
        view_close(&view);
        return status;
    }
    if (view.catalogue.unreadable > 0) {
        fprintf(stderr, "epitaph: %zu file%s could not be read\n", view.catalogue.unreadable,
                view.catalogue.unreadable == 1 ? "" : "s");
    }
    view.incomplete = incomplete(&view.catalogue);
    *ret_view = view;
    return EX_OK;
}

int view_status(const struct view *view, int status)
{
    return status != EX_OK ? status : view->incomplete;
}

const char *view_elsewhere(const struct view *view)
{
    return view->collected_by_root ? "; root collects from " EPITAPH_SPOOL_SYSTEM_DIRECTORY
                                     ": sudo epitaph list"
                                   : "";
}

void view_close(struct view *view)
{
    catalogue_done(&view->catalogue);
    examiner_free(view->examiner);
    config_done(&view->config);
}

const char *view_program(const struct crash *crash)
{
    return crash->app != NULL       ? crash->app
           : crash->program != NULL ? crash->program
           : crash->exe != NULL     ? crash_basename(crash->exe)
           : crash->thread != NULL  ? crash->thread
                                    : "unknown program";
}

static void put_standings(struct json *json, struct cJSON *object,
                          const struct catalogue_entry *entry)
{
    struct cJSON *array = json_put_array(json, object, "destinations");

    for (size_t i = 0; i < entry->standing_count; i++) {
        const struct catalogue_standing *standing = &entry->standings[i];
        struct cJSON *item = json_put_object(json, array, NULL);

        json_put_text(json, item, "name", standing->destination);
        json_put_text(json, item, "state", catalogue_place_word(standing->place));
        json_put_text(json, item, "why", standing->why);
    }
}

void view_put_entry(struct json *json, struct cJSON *object,
                    const struct catalogue_entry *entry, bool all)
{
    char event_id[EVENT_ID_LENGTH + 1];

    event_format_id(entry->id, event_id);
    json_put_text(json, object, "event_id", event_id);
    json_put_text(json, object, "state", catalogue_place_word(entry->place));
    put_standings(json, object, entry);
    json_put_text(json, object, "reason", entry->reason);
    json_put_text(json, object, "signature", entry->signature.text);
    crash_json_put(json, object, clean_crash_view(entry->clean));
    if (all) {
        json_put_text(json, object, "registers", entry->registers);
        json_put_text(json, object, "code_bytes", entry->code_bytes);
    }
}
