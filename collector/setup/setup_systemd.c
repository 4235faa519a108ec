/*
 * systemd: a service and a timer, of the machine or of the user's own manager. The texts are
 * those of the packages (scripts/packaging); where a package has installed them, its own are
 * used.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "setup.h"
#include "setup_texts.h"

#define TIMER "epitaph-collect.timer"
#define SERVICE "epitaph-collect.service"
#define OWN_UNITS "/etc/systemd/system/"

/* The text with each "@NAME@" replaced; the caller frees it. */
static char *fill_in(const char *text, const char *name, const char *value)
{
    char *result = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&result, &size);

    if (stream == NULL) {
        return NULL;
    }
    for (const char *at; (at = strstr(text, name)) != NULL; text = at + strlen(name)) {
        fwrite(text, 1, (size_t)(at - text), stream);
        fputs(value, stream);
    }
    fputs(text, stream);
    if (fclose(stream) != 0) {
        free(result);
        return NULL;
    }
    return result;
}

/* $XDG_CONFIG_HOME/systemd/user/ or ~/.config/systemd/user/. */
static char *user_directory(void)
{
    const char *base = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    char *path = NULL;

    if (base != NULL && base[0] == '/') {
        return asprintf(&path, "%s/systemd/user/", base) < 0 ? NULL : path;
    }
    if (home == NULL || home[0] != '/') {
        return NULL;
    }
    return asprintf(&path, "%s/.config/systemd/user/", home) < 0 ? NULL : path;
}

/* One unit of the two, written or removed. */
static int put_unit(struct setup *setup, const char *directory, const char *name,
                    const char *text)
{
    char minutes[16];
    char *path = NULL;
    char *called = NULL;
    char *whole = NULL;
    int status = EX_OSERR;

    snprintf(minutes, sizeof minutes, "%u", setup->minutes);
    if (asprintf(&path, "%s%s", directory, name) < 0) {
        return status;
    }
    if (setup->undo) {
        status = setup_remove(setup, path);
    } else if ((called = fill_in(text, "@EPITAPH@", setup->command)) != NULL &&
               (whole = fill_in(called, "@MINUTES@", minutes)) != NULL) {
        status = setup_write(setup, path, whole);
    }
    free(whole);
    free(called);
    free(path);
    return status;
}

/* Without one, a timer is enabled for when there is. */
bool setup_has_manager(const struct setup *setup)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    char *path = NULL;

    if (setup->system) {
        return !setup->in_other && access("/run/systemd/system", F_OK) == 0;
    }
    if (runtime == NULL || asprintf(&path, "%s/systemd", runtime) < 0) {
        return false;
    }
    bool runs = access(path, F_OK) == 0;
    free(path);
    return runs;
}

static int call(const struct setup *setup, const char *first, const char *second)
{
    const char *arguments[8] = {"systemctl", "--quiet"};
    char *root = NULL;
    size_t count = 2;
    char *complaint = NULL;

    if (!setup->system) {
        arguments[count++] = "--user";
    }
    if (setup->in_other) {
        if (asprintf(&root, "--root=%s", setup->root) < 0) {
            return EX_OSERR;
        }
        arguments[count++] = root;
    }
    arguments[count++] = first;
    if (second != NULL) {
        arguments[count++] = second;
    }
    int status = setup_run(arguments, NULL, NULL, &complaint);
    if (status == 127) {
        status = setup_fail(EX_UNAVAILABLE, "there is no systemctl(1) here");
    } else if (status != 0) {
        status = setup_fail(EX_UNAVAILABLE, "systemctl %s: %.*s", first,
                            complaint != NULL ? (int)strcspn(complaint, "\n") : 0,
                            complaint != NULL ? complaint : "");
    }
    free(complaint);
    free(root);
    return status;
}

/* `systemctl is-enabled`: no complaint, whatever the answer. */
static bool is_enabled(const struct setup *setup)
{
    char *root = NULL;
    char *output = NULL;
    char *complaint = NULL;

    if (asprintf(&root, "--root=%s", setup->in_other ? setup->root : "/") < 0) {
        return false;
    }
    const char *const arguments[] = {"systemctl", setup->system ? root : "--user", "is-enabled",
                                     TIMER, NULL};
    bool enabled = setup_run(arguments, NULL, &output, &complaint) == 0;
    free(complaint);
    free(output);
    free(root);
    return enabled;
}

static int switch_timer(struct setup *setup, unsigned changes_before)
{
    bool running = setup_has_manager(setup);
    bool enabled = is_enabled(setup);
    const char *verb = setup->undo ? "disable" : "enable";
    int status = EX_OK;

    if (!setup->dry_run && running && !setup->undo && setup->changes > changes_before) {
        status = call(setup, "daemon-reload", NULL);
    }
    if (status != EX_OK || enabled != setup->undo) {
        return status;
    }
    if (!setup->dry_run) {
        status = call(setup, verb, TIMER);
    }
    if (!setup->dry_run && status == EX_OK && running) {
        status = call(setup, setup->undo ? "stop" : "start", TIMER);
    }
    if (status == EX_OK) {
        setup_say(setup, setup->undo ? "disabled" : "enabled", verb, TIMER);
    }
    return status;
}

static int set_up(struct setup *setup, const char *directory)
{
    unsigned before = setup->changes;
    const char *service = setup->system ? SETUP_SERVICE : SETUP_USER_SERVICE;
    bool has_package = setup->system && setup_exists(setup, "/usr/lib/systemd/system/" TIMER);
    int status = setup->undo ? switch_timer(setup, before) : EX_OK;
    if (status == EX_OK && !has_package) {
        status = put_unit(setup, directory, SERVICE, service);
    }
    if (status == EX_OK && !has_package) {
        status = put_unit(setup, directory, TIMER, SETUP_TIMER);
    }
    if (status == EX_OK && !setup->undo) {
        status = switch_timer(setup, before);
    }
    if (status == EX_OK && setup->undo && !setup->dry_run && setup_has_manager(setup) &&
        setup->changes > before) {
        status = call(setup, "daemon-reload", NULL);
    }
    return status;
}

int setup_systemd(struct setup *setup)
{
    char *directory = setup->system ? strdup(OWN_UNITS) : user_directory();

    if (directory == NULL) {
        return setup_fail(EX_UNAVAILABLE, "there is no home for units of your own");
    }
    if (!setup->system && !setup->undo && !setup_has_manager(setup)) {
        free(directory);
        return setup_fail(EX_UNAVAILABLE, "no systemd of your own runs here; --cron may do");
    }
    int status = set_up(setup, directory);
    free(directory);
    return status;
}
