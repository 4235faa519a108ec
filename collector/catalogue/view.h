/* What list, show and report have in common: the catalogue of this place, and how to open it.
 */
#ifndef VIEW_H
#define VIEW_H

#include <stdbool.h>

#include "catalogue.h"
#include "configuration/config.h"
#include "encoding/json.h"

struct view {
    struct config config; /* for what the user has hidden */
    struct examiner *examiner;
    struct catalogue catalogue;
    int incomplete; /* exit status for what could not be read; 0: all was */
    bool collected_by_root;
};

/*
 * Load everything. On failure says why on stderr and returns an exit status; 0 otherwise. A
 * spool or a file that cannot be read is told on stderr and hides nothing else.
 */
int view_open(struct view *ret_view) __attribute__((warn_unused_result));

/* How a command ends whose own status is `status`: well only if nothing was missing. */
int view_status(const struct view *view, int status) __attribute__((warn_unused_result));

/* "; and where else to look", said after that nothing is known here; "" when nowhere. */
const char *view_elsewhere(const struct view *view);

void view_close(struct view *view);

/* One crash as JSON: event.h's "crash" and what is only known here. */
void view_put_entry(struct json *json, struct cJSON *object,
                    const struct catalogue_entry *entry, bool all);

/* The program's name, for people. */
const char *view_program(const struct crash *crash);

#endif
