/*
 * A reading of the text for the matchers, with the way back to the original.
 *
 * The same bytes can be read in several lawful ways, and a secret must not hide in any of
 * them. A view folds full-width and look-alike letters to ASCII, leaves out what cannot be
 * seen, and holds one VIEW_REDACTED byte for everything that was replaced already, so that
 * the view of a text with its finds is the view of its rewritten form: from this follows that
 * rewriting is idempotent. Only matching sees a view; what is written comes from the original.
 */
#ifndef VIEW_H
#define VIEW_H

#include <stddef.h>
#include <stdint.h>

#include "span.h"

#define VIEW_REDACTED '\0' /* never in a view otherwise */

enum view_reading {
    VIEW_PLAIN,   /* as a person reads it */
    VIEW_SPLIT,   /* control characters separate, instead of being invisible */
    VIEW_DECODED, /* percent, JSON, C and XML escapes stand for their characters */
    VIEW_READINGS
};

struct view_step; /* where the distance between view and original changes */

struct view {
    const unsigned char *bytes;
    size_t length;
    unsigned char *owned;
    struct view_step *steps; /* NULL: view and original are the same bytes */
    size_t step_count;
    size_t step_capacity;
    size_t turns;  /* how often making it was more than copying bytes, */
    size_t copied; /* and how often it copied one character */
    size_t end; /* where the original ends; or, if it took too many turns, stood after most */
};

/* What a text needs, found in one pass. */
struct view_needs {
    int fold;   /* anything but printable ASCII, tab, newline; or a replacement in brackets */
    int split;  /* control characters, or what is or was no UTF-8 */
    int decode; /* escapes */
};

void view_needs(const char *text, size_t length, struct view_needs *ret_needs);

/* How a view is made. */
struct view_making {
    int fold;                        /* if nothing asks for that, the view borrows the text */
    size_t turns_max;                /* it is given up when it took so many */
    const struct span_list *done;    /* settled finds, read as already replaced */
    const struct view *before;       /* what did not change is taken from this one, of the same
                                        reading, or from none if NULL */
    const struct span_list *changed; /* what was found since that was made, settled */
};

/* Read `text`. Returns 0 or -ENOMEM. Free with view_done(). */
int view_init(struct view *view, enum view_reading reading, const char *text, size_t length,
              const struct view_making *making) __attribute__((warn_unused_result));
void view_done(struct view *view);

/* The original offset of the view's byte `at`; `at` may be the view's length. */
size_t view_origin(const struct view *view, size_t at);

/* Where in the original the distance to the view changes for the `step`th time, of step_count:
 * there, or right before, something is not read as it stands. */
size_t view_step_origin(const struct view *view, size_t step);

/* The other way: where in the view the original's `origin` is, or would be. */
size_t view_at(const struct view *view, size_t origin);

#endif
