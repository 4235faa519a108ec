/*
 * The text in each reading that it needs, with what was found so far replaced, and what making
 * them costs: a text of which hardly a byte is read as it stands must not spend on that what
 * it takes to look at it.
 */
#ifndef READINGS_H
#define READINGS_H

#include <stddef.h>

#include "reading/span.h"
#include "reading/view.h"
#include "scan/effort.h"

struct readings {
    const char *text;
    size_t length;
    struct view_needs needs;
    struct view views[VIEW_READINGS]; /* of length 0 where none is needed */
    struct effort effort;
    struct span_list changed; /* what was found since what is known was looked for */
    int are_current;          /* the views are those of what was found so far */
    int is_made[VIEW_READINGS];
    size_t end;              /* of what could be read: making the views cost too much there */
    unsigned int dear_count; /* how often it was too dear */
};

/*
 * Make the views, with the settled finds `done` as already replaced: what did not change is
 * taken from those before. If one costs too much it is given up, and there are no others.
 * Returns 0 or -ENOMEM.
 */
int readings_make(struct readings *readings, const struct span_list *done)
    __attribute__((warn_unused_result));

/* How long all views are together. */
size_t readings_length(const struct readings *readings);

/*
 * What making all views costs for the text as it will be written: as much as what is not read
 * as it stands, or as what is left of the text did at first, whatever is more; and no more than
 * all of it did, and what was replaced.
 */
size_t readings_cost(const struct readings *readings, const struct span_list *done);

/* Whether that is too much. */
int readings_are_dear(const struct readings *readings, const struct span_list *done);

/*
 * Find the lines in which something is not read as it stands, or is replaced, and what could
 * not be read; again, and if there are so many that to read what stands for them would cost too
 * much once more, with the lines around them.
 */
void readings_find_unplain(struct readings *readings, struct span_list *found);

void readings_done(struct readings *readings);

#endif
