/*
 * The configuration, epitaph.conf(5): INI, read from
 *
 *     /etc/epitaph/epitaph.conf, /etc/epitaph/conf.d/NAME.conf in order of name,
 *     $XDG_CONFIG_HOME/epitaph/epitaph.conf (~/.config/epitaph/epitaph.conf)
 *
 * a later one overriding an earlier one, or from the one file that EPITAPH_CONFIG names.
 * Anything doubtful is an error that names file and line, for a setting that is ignored may
 * be the one that keeps data at home.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "formats/destination.h"

#define CONFIG_ERROR_SIZE 512

struct config_origins;
struct redaction;

struct config {
    struct destination unnamed;       /* the one whose keys are at the top level */
    struct destination *destinations; /* those of sections [destination NAME] */
    size_t destination_count;
    char *instance_id; /* NULL: made once and kept in the state directory */
    bool upload;
    unsigned batch_size;
    unsigned max_queue;
    unsigned max_retries;
    unsigned max_time_s;
    unsigned spread_s;
    unsigned per_signature_per_hour; /* 0: no limit; likewise per_day */
    unsigned per_day;
    unsigned history_events;
    unsigned history_days;
    unsigned free_space_mib;
    char *debuginfod;            /* servers to ask for debug information; NULL: none is asked */
    struct redaction *redaction; /* the section [redact]; NULL: nothing of one's own */
    struct config_origins *origins; /* where settings were made */
    bool holds_secret;              /* set by config_parse() when the text has one */
};

/* Where to look. NULL members are skipped. */
struct config_sources {
    const char *only; /* this file instead of all others; it must exist */
    const char *system_file;
    const char *system_directory;
    const char *user_file;
};

/*
 * Read all sources into a configuration that starts from the defaults. Returns 0; -ENOENT,
 * -EACCES, -EPERM (a file that others may write, or that root does not own while we are
 * root), -EINVAL (a mistake in a file), -ENOMEM, with one line in ret_error. Free the result
 * with config_done().
 */
int config_load(const struct config_sources *sources, struct config *ret_config,
                char ret_error[CONFIG_ERROR_SIZE]) __attribute__((warn_unused_result));
void config_done(struct config *config);

/* The sources of this process: its environment and user. Free with config_sources_done(). */
int config_sources_find(struct config_sources *ret_sources) __attribute__((warn_unused_result));
void config_sources_done(struct config_sources *sources);

/* Parse the text of one file over `config`; `name` is for messages. -EINVAL as above. */
int config_parse(struct config *config, const char *name, const char *text, size_t length,
                 char ret_error[CONFIG_ERROR_SIZE]) __attribute__((warn_unused_result));
int config_init(struct config *config) __attribute__((warn_unused_result));

/*
 * Complete what the files left open from the environment and the defaults, and check that it
 * fits together. -EINVAL or -ENOMEM with one line in ret_error. config_load() does that.
 */
int config_finish(struct config *config, char ret_error[CONFIG_ERROR_SIZE])
    __attribute__((warn_unused_result));

/*
 * The destinations that events go to, n from 0 on; NULL beyond the last. The unnamed one is
 * the first where it is placed, or where there is no other: then events wait in it.
 */
const struct destination *config_destination_at(const struct config *config, size_t n);

#endif
