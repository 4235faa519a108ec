/* The inside of a report: what its parts, each in a file of its own, know together. */
#ifndef REPORT_PARTS_H
#define REPORT_PARTS_H

#include "catalogue/groups.h"
#include "html.h"
#include "timeline.h"

#define REPORT_NAME_MAX 100 /* bytes of a program's name in a heading */

/* What a page holds at most; what is beyond is counted on it. */
#define REPORT_SIGNATURES_MAX 200
#define REPORT_CRASHES_MAX 200           /* of all signatures */
#define REPORT_PER_SIGNATURE_MAX 10      /* the latest, where there are others to show */
#define REPORT_CRASHES_BYTES (4u << 20u) /* no further crash is begun beyond this */

struct report {
    const struct catalogue *catalogue;
    const struct groups_filter *filter;
    uint64_t now_ns;
    struct groups groups; /* the most frequent first */
    struct timeline timeline;
    uint64_t crashes; /* folded ones counted */
    size_t entries;
    size_t shown_groups;  /* that have a section with crashes */
    size_t shown_entries; /* crashes in those */
};

/* Does the report show this entry as one of the group? */
bool report_has(const struct report *report, const struct group *group,
                const struct catalogue_entry *entry);

/* "1 crash", "1,234 crashes". */
void report_count(struct html *html, uint64_t count, const char *one, const char *many);

/* The sections, in the order of the page. report_crashes() counts what it shows. */
void report_timeline(struct html *html, const struct report *report);
void report_signatures(struct html *html, const struct report *report);
void report_crashes(struct html *html, struct report *report);

/* One crash: facts, stack, Python, other threads, files. `latest`: it stands for its group, and
 * its first line is the heading above it. */
void report_crash(struct html *html, const struct catalogue_entry *entry, bool latest);

/* A stack as a table of at most *lines_left rows, which are taken off it. */
void report_stack(struct html *html, const struct crash *crash, const char *caption,
                  size_t *lines_left);

/* A small picture of when, for a row of a table. */
void report_spark(struct html *html, const struct timeline *timeline);

#endif
