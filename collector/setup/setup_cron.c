/*
 * cron: for the machine a file in /etc/cron.d, for a user a line in the crontab, marked, beside
 * which all other lines stay as they are.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "setup.h"

#define CRON_FILE "/etc/cron.d/epitaph-collect"
#define PACKAGED "/etc/cron.d/epitaph" /* does nothing where systemd runs */
#define LINE_MARK "# epitaph collect"

/* A package's entry is the one to use: beside it, ours would collect a second time. */
static int take_packaged(struct setup *setup)
{
    int status = setup_remove(setup, CRON_FILE);

    if (status == EX_OK && setup_has_manager(setup)) {
        status = setup_fail(EX_UNAVAILABLE,
                            PACKAGED " of the package leaves collecting to its timer where "
                                     "systemd runs: epitaph setup --systemd");
    }
    return status;
}

static int set_up_machine(struct setup *setup)
{
    char *text = NULL;

    if (setup->undo) {
        return setup_remove(setup, CRON_FILE);
    }
    /* It outlives a package that is removed but not purged, and then does nothing. */
    if (setup_exists(setup, PACKAGED) && setup_exists(setup, "/usr/bin/epitaph")) {
        return take_packaged(setup);
    }
    if (asprintf(&text,
                 "SHELL=/bin/sh\n"
                 "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n"
                 "*/%u * * * * root %s setup --system --quiet && %s collect --syslog\n",
                 setup->minutes, setup->command, setup->command) < 0) {
        return EX_OSERR;
    }
    int status = setup_write(setup, CRON_FILE, text);
    free(text);
    return status;
}

/* The lines of `table` that are not ours, and then `line`. */
static char *others_and(const char *table, const char *line)
{
    char *kept = calloc(1, strlen(table) + strlen(line) + 2);
    char *end = kept;

    while (kept != NULL && *table != '\0') {
        size_t length = strcspn(table, "\n");
        const char *mark = memmem(table, length, LINE_MARK, strlen(LINE_MARK));
        if (mark == NULL || mark + strlen(LINE_MARK) != table + length) {
            memcpy(end, table, length);
            end += length;
            *end++ = '\n';
        }
        table += length + (table[length] == '\n');
    }
    if (kept != NULL) {
        memcpy(end, line, strlen(line));
    }
    return kept;
}

/* The crontab as it is. One that cannot be read must not be taken for an empty one. */
static int read_table(bool undo, char **ret_table)
{
    static const char *const list[] = {"crontab", "-l", NULL};
    char *table;
    char *complaint;
    int status = setup_run(list, NULL, &table, &complaint);

    if (table == NULL || complaint == NULL) {
        status = EX_OSERR;
    } else if (status == 127 && !undo) {
        status = setup_fail(EX_UNAVAILABLE, "there is no crontab(1) here");
    } else if (status != 0 && status != 127 && strstr(complaint, "no crontab for") == NULL) {
        status = setup_fail(EX_UNAVAILABLE, "crontab -l: %.200s", complaint);
    } else {
        status = EX_OK;
    }
    free(complaint);
    if (status != EX_OK) {
        free(table);
        return status;
    }
    *ret_table = table;
    return EX_OK;
}

static int set_up_user(struct setup *setup)
{
    static const char *const install[] = {"crontab", "-", NULL};
    char *line = NULL;
    char *table = NULL;
    int status = read_table(setup->undo, &table);

    if (status != EX_OK) {
        return status;
    }
    if (asprintf(&line, "*/%u * * * * %s collect " LINE_MARK "\n", setup->minutes,
                 setup->undo ? "" : setup->command) < 0) {
        free(table);
        return EX_OSERR;
    }
    char *changed = others_and(table, setup->undo ? "" : line);
    if (changed == NULL) {
        status = EX_OSERR;
    } else if (strcmp(changed, table) != 0) {
        if (!setup->dry_run && setup_run(install, changed, NULL, NULL) != 0) {
            status = setup_fail(EX_UNAVAILABLE, "crontab(1) does not take the line");
        } else if (setup->undo) {
            setup_say(setup, "removed", "remove", "the line from your crontab");
        } else {
            setup_say(setup, "wrote", "write", "to your crontab: %.*s", (int)strlen(line) - 1,
                      line);
        }
    }
    free(changed);
    free(line);
    free(table);
    return status;
}

int setup_cron(struct setup *setup)
{
    return setup->system ? set_up_machine(setup) : set_up_user(setup);
}
