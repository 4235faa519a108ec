/*
 * epitaph setup: what collecting needs on a machine, made and taken back. Each part below is
 * one idea; command_setup.c says in which order. A part looks first, changes only what is not
 * as it should be, and says what it did, so that running it again does nothing.
 *
 * What a part writes begins with SETUP_MARK; a file without it is somebody else's, and is
 * neither replaced nor removed.
 */
#ifndef SETUP_H
#define SETUP_H

#include <stdbool.h>
#include <sys/types.h>

#define SETUP_MARK "# Made by epitaph setup"

struct setup {
    bool system;      /* for the machine; else for the user who calls */
    bool undo;        /* take back rather than make */
    bool dry_run;     /* say it and leave it */
    bool quiet;       /* only say what is wrong */
    bool in_other;    /* `root` is another system, which is not running */
    unsigned minutes; /* between two collects */
    const char *root; /* before each path of the system; "" for the running one */
    char *command; /* how epitaph is called there; NULL when that is not to be written down */
    unsigned changes; /* what was, or would be, changed */
};

/* Say what was done, or in a dry run what would be: "made", "make"; counts it. */
void setup_say(struct setup *setup, const char *done, const char *to_do, const char *format,
               ...) __attribute__((format(printf, 4, 5)));

/* Say on the standard error what is wrong. Returns `status`. */
int setup_fail(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The parts; each returns an exit status, having said what is wrong. */
int setup_spools(struct setup *setup, int argc, char **argv); /* of these users, or everybody */
int setup_cron(struct setup *setup);
int setup_systemd(struct setup *setup);
bool setup_has_manager(const struct setup *setup); /* is there a systemd to talk to? */
int setup_preload(struct setup *setup);            /* /etc/ld.so.preload */

/*
 * Make the file at `path` (below root) hold SETUP_MARK and `text`, mode 0644; whole or not at
 * all, and through no symbolic link in its place. 0 or an exit status.
 */
int setup_write(struct setup *setup, const char *path, const char *text)
    __attribute__((warn_unused_result));
/* The same without mark, for a file that others have a say in. */
int setup_replace(struct setup *setup, const char *path, const char *text)
    __attribute__((warn_unused_result));
int setup_remove(struct setup *setup, const char *path) __attribute__((warn_unused_result));

/* Is there such a file below root? */
bool setup_exists(const struct setup *setup, const char *path);

/* `root` and `path` in one; the caller frees it. NULL without memory. */
char *setup_path(const struct setup *setup, const char *path);

/* The file's text, "" when there is none; the caller frees it. NULL having said why. */
char *setup_read(const char *path);

/*
 * Run a program found in PATH with `input` on its standard input. What it prints is returned in
 * *ret_output, which the caller frees, and what it complains of in *ret_complaint; either may
 * be NULL, and goes where ours goes. Returns its exit status, 127 when it cannot be run.
 */
int setup_run(const char *const *arguments, const char *input, char **ret_output,
              char **ret_complaint) __attribute__((warn_unused_result));

#endif
