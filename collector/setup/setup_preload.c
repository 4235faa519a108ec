/*
 * /etc/ld.so.preload: the library in every program that is started. Whoever can change the file
 * that is named there owns the machine, and a file that is not there makes every program
 * complain; so it is looked at and tried first.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "machine/library.h"
#include "setup.h"

#define PRELOAD_FILE "/etc/ld.so.preload"
#define SEPARATORS " \t\n:" /* ld.so(8) */

/* Is the entry our library, wherever it lies? */
static bool is_ours(const char *entry, size_t length)
{
    const char *slash = memrchr(entry, '/', length);
    const char *name = slash != NULL ? slash + 1 : entry;

    return (size_t)(entry + length - name) == strlen(LIBRARY_NAME) &&
           memcmp(name, LIBRARY_NAME, strlen(LIBRARY_NAME)) == 0;
}

/* What the file says without our library; *ret_found: it was there. NULL without memory. */
static char *without_ours(const char *text, bool *ret_found)
{
    char *kept = calloc(1, strlen(text) + 1);
    char *end = kept;

    *ret_found = false;
    while (kept != NULL && *text != '\0') {
        size_t length = *text == '#' ? strcspn(text, "\n") : strcspn(text, SEPARATORS);
        if (length > 0 && *text != '#' && is_ours(text, length)) {
            *ret_found = true;
            text += length;
            text += *text != '\0'; /* and the separator after it */
            continue;
        }
        length += length == 0;
        memcpy(end, text, length);
        end += length;
        text += length;
    }
    return kept;
}

/* Nobody but root can put another file in its place. */
static int check_owners(const char *library)
{
    char *path = strdup(library);
    struct stat info;

    if (path == NULL) {
        return EX_OSERR;
    }
    for (char *slash = path + strlen(path); slash != NULL; slash = strrchr(path, '/')) {
        *slash = '\0';
        const char *part = *path != '\0' ? path : "/";
        if (stat(part, &info) != 0 || info.st_uid != 0 ||
            (info.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
            int status = setup_fail(EX_NOPERM,
                                    "%s: not only root can change it, and every program would "
                                    "load it: install the library first",
                                    part);
            free(path);
            return status;
        }
    }
    free(path);
    return EX_OK;
}

/* Does a program start with it, and say nothing? */
static int try_it(const char *library)
{
    static const char *const program[] = {"true", NULL};
    char *complaint = NULL;

    if (setenv("LD_PRELOAD", library, 1) != 0) {
        return EX_OSERR;
    }
    int result = setup_run(program, NULL, NULL, &complaint);
    unsetenv("LD_PRELOAD");
    int status = result == 0 && complaint != NULL && *complaint == '\0'
                     ? EX_OK
                     : setup_fail(EX_UNAVAILABLE, "%s cannot be preloaded here: %.200s",
                                  library, complaint != NULL ? complaint : "");
    free(complaint);
    return status;
}

static int add(struct setup *setup, const char *text)
{
    char *library = library_find();
    char *changed = NULL;
    int status = EX_OK;

    if (library == NULL) {
        return setup_fail(EX_UNAVAILABLE, LIBRARY_NAME " is not installed");
    }
    char *place = setup_path(setup, library);
    if (place == NULL || access(place, R_OK) != 0 || !library_can_be_preloaded(library)) {
        status = setup_fail(EX_UNAVAILABLE, LIBRARY_NAME " is not installed there");
    } else {
        status = check_owners(place);
    }
    if (status == EX_OK && !setup->in_other) {
        status = try_it(library);
    }
    if (status == EX_OK) {
        bool whole_lines = *text == '\0' || text[strlen(text) - 1] == '\n';
        status = asprintf(&changed, "%s%s%s\n", text, whole_lines ? "" : "\n", library) < 0
                     ? EX_OSERR
                     : setup_replace(setup, PRELOAD_FILE, changed);
    }
    free(changed);
    free(place);
    free(library);
    return status;
}

static int take_away(struct setup *setup, const char *path, const char *kept)
{
    if (kept[strspn(kept, SEPARATORS)] != '\0') {
        return setup_replace(setup, PRELOAD_FILE, kept);
    }
    if (!setup->dry_run && unlink(path) != 0) {
        return setup_fail(EX_TEMPFAIL, "%s: %s", path, strerror(errno));
    }
    setup_say(setup, "removed", "remove", "%s", path);
    return EX_OK;
}

int setup_preload(struct setup *setup)
{
    char *path = setup_path(setup, PRELOAD_FILE);
    char *text = path != NULL ? setup_read(path) : NULL;
    bool found = false;
    char *kept = text != NULL ? without_ours(text, &found) : NULL;
    int status = EX_OK;

    if (kept == NULL) {
        status = EX_TEMPFAIL;
    } else if (setup->undo && found) {
        status = take_away(setup, path, kept);
    } else if (!setup->undo && !found) {
        status = add(setup, text);
    }
    free(kept);
    free(text);
    free(path);
    return status;
}
