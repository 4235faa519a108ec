/* The crashes of a report, those of one signature together. */
#include <stdlib.h>
#include <string.h>

#include "catalogue/view.h"
#include "report_parts.h"

static void put_heading(struct html *html, const struct group *group)
{
    html_put(html, "<section class=\"bug\" id=\"bug-");
    html_text(html, group->latest->signature.text);
    html_put(html, "\" aria-labelledby=\"name-");
    html_text(html, group->latest->signature.text);
    html_put(html, "\">\n<h3 id=\"name-");
    html_text(html, group->latest->signature.text);
    html_put(html, "\"><span class=\"program\">");
    html_short(html, view_program(clean_crash_view(group->latest->clean)), REPORT_NAME_MAX);
    html_put(html, "</span> <span class=\"reason\">");
    html_text(html, group->latest->reason);
    html_put(html, "</span></h3>\n<p class=\"meta\">");
    report_count(html, group->count, "crash", "crashes");
    if (group->count > 1) {
        html_put(html, ", ");
        html_time(html, group->first_seen_ns);
        html_put(html, " to ");
        html_time(html, group->last_seen_ns);
    }
    html_put(html, ", signature <code>");
    html_text(html, group->latest->signature.text);
    html_put(html, "</code></p>\n");
}

/* The latest `most` crashes of a group, until the page is full. */
static void put_group(struct html *html, struct report *report, const struct group *group,
                      size_t most)
{
    size_t shown = 0;

    put_heading(html, group);
    for (size_t i = 0; i < report->catalogue->count && shown < most; i++) {
        const struct catalogue_entry *entry = &report->catalogue->entries[i];

        if (!report_has(report, group, entry)) {
            continue;
        }
        if (shown > 0 && html->page.length > REPORT_CRASHES_BYTES) {
            break;
        }
        report_crash(html, entry, shown == 0);
        shown++;
    }
    if (shown < group->entries) {
        html_put(html, "<p class=\"left-out\">");
        report_count(html, group->entries - shown, "earlier record", "earlier records");
        html_put(html, " of this signature left out: <code>epitaph list --all --signature ");
        html_text(html, group->latest->signature.text);
        html_put(html, "</code></p>\n");
    }
    html_put(html, "</section>\n");
    report->shown_entries += shown;
    report->shown_groups++;
}

void report_crashes(struct html *html, struct report *report)
{
    size_t groups = report->groups.count;

    groups = groups < REPORT_SIGNATURES_MAX ? groups : REPORT_SIGNATURES_MAX;
    if (groups == 0) {
        return;
    }
    /* One for each signature; what is left goes to the most frequent. */
    size_t spare = REPORT_CRASHES_MAX > groups ? REPORT_CRASHES_MAX - groups : 0;

    html_put(
        html,
        "<section id=\"crashes\" aria-labelledby=\"crashes-heading\">\n"
        "<h2 id=\"crashes-heading\">Crashes</h2>\n<p class=\"meta\">Frames were found, best "
        "first, by the registers at the fault (context), unwind tables (cfi), frame "
        "pointers (fp), or as a word on the stack that follows a call (scan); those "
        "in grey are only the way to die.</p>\n");
    for (size_t i = 0; i < groups && html->page.length <= REPORT_CRASHES_BYTES; i++) {
        const struct group *group = &report->groups.groups[i];
        size_t more = group->entries - 1;

        more = more < REPORT_PER_SIGNATURE_MAX - 1 ? more : REPORT_PER_SIGNATURE_MAX - 1;
        more = more < spare ? more : spare;
        spare -= more;
        put_group(html, report, group, 1 + more);
    }
    html_put(html, "</section>\n");
}
