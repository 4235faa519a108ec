#include "report.h"

#include <errno.h>
#include <stdlib.h>

#include "report_parts.h"
#include "report_style.h"

/* From the time asked for, or the first crash, up to now. */
static void survey(struct report *report)
{
    uint64_t from_ns = report->filter->since_ns > 0 ? report->filter->since_ns : UINT64_MAX;
    uint64_t to_ns = report->now_ns;

    for (size_t i = 0; i < report->groups.count; i++) {
        const struct group *group = &report->groups.groups[i];

        report->crashes += group->count;
        report->entries += group->entries;
        if (group->first_seen_ns > 0 && group->first_seen_ns < from_ns) {
            from_ns = group->first_seen_ns;
        }
        to_ns = group->last_seen_ns > to_ns ? group->last_seen_ns : to_ns;
    }
    timeline_init(&report->timeline, from_ns, to_ns);
    for (size_t i = 0; i < report->catalogue->count; i++) {
        const struct catalogue_entry *entry = &report->catalogue->entries[i];

        if (groups_match(report->filter, entry)) {
            timeline_add(&report->timeline, clean_crash_view(entry->clean));
        }
    }
}

static void put_head(struct html *html)
{
    html_put(html, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                   "style-src '" REPORT_STYLE_HASH "'; base-uri 'none'; form-action 'none'\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n"
                   "<meta name=\"referrer\" content=\"no-referrer\">\n"
                   "<meta name=\"robots\" content=\"noindex\">\n"
                   "<title>Crashes known here \xc2\xb7 Epitaph</title>\n<style>");
    html_put_literal(html, report_style); /* made of report.css */
    html_put(html, "</style>\n</head>\n<body>\n"
                   "<a class=\"skip\" href=\"#main\">To the crashes</a>\n");
}

/* What was asked for, where it was not everything. */
static void put_filter(struct html *html, const struct groups_filter *filter)
{
    const struct {
        const char *words, *value;
    } rows[] = {
        {"of the program", filter->app},
        {"by the signal", filter->signal},
        {"with the signature", filter->signature},
    };
    bool any = filter->since_ns > 0;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        any = any || rows[i].value != NULL;
    }
    if (!any) {
        return;
    }
    html_put(html, "<p>Only crashes");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].value != NULL) {
            html_format(html, " %s ", rows[i].words);
            html_put(html, "<strong>");
            html_text(html, rows[i].value);
            html_put(html, "</strong>");
        }
    }
    if (filter->since_ns > 0) {
        html_put(html, " since ");
        html_time(html, filter->since_ns);
    }
    html_put(html, ".</p>\n");
}

static void put_header(struct html *html, const struct report *report)
{
    html_put(html, "<header>\n<h1>Crashes known here</h1>\n<p class=\"lead\">");
    report_count(html, report->crashes, "crash", "crashes");
    html_put(html, " of ");
    report_count(html, report->groups.count, "kind", "kinds");
    html_put(html, ", as of ");
    html_time(html, report->now_ns);
    html_put(html, "</p>\n");
    put_filter(html, report->filter);
    html_put(html, "<nav aria-label=\"Sections\"><a href=\"#timeline\">Timeline</a>");
    if (report->groups.count > 0) {
        html_put(html, " <a href=\"#signatures\">Signatures</a> "
                       "<a href=\"#crashes\">Crashes</a>");
    }
    html_put(html, "</nav>\n</header>\n");
}

static void put_left_out(struct html *html, const struct report *report)
{
    if (report->shown_entries < report->entries) {
        html_put(html, "<p class=\"left-out\">");
        report_count(html, report->entries - report->shown_entries, "record", "records");
        html_put(html, " of crashes left out of this page, which shows ");
        report_count(html, report->shown_entries, "record", "records");
        html_put(html, "; they are counted above, and <code>epitaph list --all</code> has "
                       "them.</p>\n");
    }
}

static void put_page(struct html *html, const struct report *report, struct html *crashes)
{
    put_head(html);
    put_header(html, report);
    html_put(html, "<main id=\"main\">\n");
    if (report->catalogue->count == 0) {
        html_put(html, "<p>No crashes are known here.</p>\n");
    } else if (report->groups.count == 0) {
        html_put(html, "<p>No crash that is known here matches.</p>\n");
    }
    report_timeline(html, report);
    report_signatures(html, report);
    html_append(html, crashes);
    put_left_out(html, report);
    html_put(html, "</main>\n<footer><p>Made by epitaph " EPITAPH_VERSION
                   ". Home directories, user names, credentials and personal data were "
                   "replaced before anything was written here; registers and memory are "
                   "not part of it. Times are local.</p></footer>\n</body>\n</html>\n");
}

int report_make(const struct catalogue *catalogue, const struct groups_filter *filter,
                uint64_t now_ns, char **ret_page)
{
    struct report report = {.catalogue = catalogue, .filter = filter, .now_ns = now_ns};
    struct html page = {.page = {.bytes = NULL}}, crashes = {.page = {.bytes = NULL}};

    int error = groups_make(catalogue, filter, &report.groups);
    if (error != 0) {
        return error;
    }
    groups_sort_by_count(&report.groups);
    survey(&report);
    report_crashes(&crashes, &report); /* first: the table links to those that are there */
    put_page(&page, &report, &crashes);
    groups_done(&report.groups);
    text_done(&crashes.page);
    char *text = text_take(&page.page);
    if (text == NULL) {
        return -ENOMEM;
    }
    *ret_page = text;
    return 0;
}
