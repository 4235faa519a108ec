/* The table of signatures: what died most, since when, in which versions. */
#include <stdio.h>
#include <string.h>

#include "catalogue/view.h"
#include "report_parts.h"

#define VERSIONS_MAX 3 /* named; further ones are counted */
#define VERSIONS_SEEN_MAX 32
#define REASON_MAX 300 /* bytes; the whole is further down */
#define VERSION_MAX 60

struct versions {
    const char *words[VERSIONS_SEEN_MAX];
    bool builds[VERSIONS_SEEN_MAX]; /* a build-id, for want of a version */
    size_t count;
};

static void note_version(struct versions *versions, const struct crash *crash)
{
    const char *word = crash->app_version != NULL ? crash->app_version : crash->exe_build_id;

    if (word == NULL || versions->count == VERSIONS_SEEN_MAX) {
        return;
    }
    for (size_t i = 0; i < versions->count; i++) {
        if (strcmp(versions->words[i], word) == 0) {
            return;
        }
    }
    versions->builds[versions->count] = crash->app_version == NULL;
    versions->words[versions->count++] = word;
}

static void put_versions(struct html *html, const struct versions *versions)
{
    for (size_t i = 0; i < versions->count && i < VERSIONS_MAX; i++) {
        html_put(html, "<div>");
        if (versions->builds[i]) {
            html_put(html, "build <code>");
            html_format(html, "%.8s", versions->words[i]);
            html_put(html, "</code>");
        } else {
            html_short(html, versions->words[i], VERSION_MAX);
        }
        html_put(html, "</div>");
    }
    if (versions->count > VERSIONS_MAX) {
        html_put(html, "<div>");
        html_format(html, "and %zu%s more", versions->count - VERSIONS_MAX,
                    versions->count == VERSIONS_SEEN_MAX ? " or" : "");
        html_put(html, "</div>");
    }
    if (versions->count == 0) {
        html_put(html, "not known");
    }
}

/* "3 sent, 1 queued" */
static void put_places(struct html *html, const size_t *places)
{
    bool first = true;

    for (size_t i = 0; i <= CATALOGUE_REJECTED; i++) {
        if (places[i] > 0) {
            html_format(html, "%s%zu %s", first ? "" : ", ", places[i],
                        catalogue_place_word((enum catalogue_place)i));
            first = false;
        }
    }
}

static void put_name(struct html *html, const struct report *report, size_t index)
{
    const struct group *group = &report->groups.groups[index];
    bool linked = index < report->shown_groups;

    html_put(html, "<tr><th scope=\"row\">");
    if (linked) {
        html_put(html, "<a href=\"#bug-");
        html_text(html, group->latest->signature.text);
        html_put(html, "\">");
    }
    html_put(html, "<span class=\"program\">");
    html_short(html, view_program(clean_crash_view(group->latest->clean)), REPORT_NAME_MAX);
    html_put(html, "</span> <span class=\"reason\">");
    html_short(html, group->latest->reason, REASON_MAX);
    html_put(html, "</span>");
    if (linked) {
        html_put(html, "</a>");
    }
    html_put(html, "</th>");
}

static void put_row(struct html *html, const struct report *report, size_t index,
                    struct timeline *timeline)
{
    const struct group *group = &report->groups.groups[index];
    struct versions versions = {.count = 0};
    size_t places[CATALOGUE_REJECTED + 1] = {0};
    char number[32];

    timeline_clear(timeline);
    for (size_t i = 0; i < report->catalogue->count; i++) {
        const struct catalogue_entry *entry = &report->catalogue->entries[i];

        if (report_has(report, group, entry)) {
            note_version(&versions, clean_crash_view(entry->clean));
            timeline_add(timeline, clean_crash_view(entry->clean));
            places[entry->place]++;
        }
    }
    put_name(html, report, index);
    html_put(html, "<td class=\"number\" data-label=\"Crashes\">");
    html_text(html, text_number(number, group->count));
    html_put(html, "</td><td data-label=\"When\">");
    report_spark(html, timeline);
    html_put(html, "</td><td data-label=\"First seen\">");
    html_time(html, group->first_seen_ns);
    html_put(html, "</td><td data-label=\"Last seen\">");
    html_time(html, group->last_seen_ns);
    html_put(html, "</td><td data-label=\"Versions\">");
    put_versions(html, &versions);
    html_put(html, "</td><td data-label=\"Records\">");
    put_places(html, places);
    html_put(html, "</td></tr>\n");
}

void report_signatures(struct html *html, const struct report *report)
{
    struct timeline timeline = report->timeline;
    size_t count = report->groups.count;

    if (count == 0) {
        return;
    }
    html_put(html,
             "<section id=\"signatures\" aria-labelledby=\"signatures-heading\">\n"
             "<h2 id=\"signatures-heading\">Signatures</h2>\n"
             "<table class=\"signatures\"><caption>Crashes of one signature are one bug, as "
             "far as can be told; the most frequent first.</caption>\n<thead><tr>"
             "<th scope=\"col\">Crash</th><th scope=\"col\" class=\"number\">Crashes</th>"
             "<th scope=\"col\">When</th><th scope=\"col\">First seen</th>"
             "<th scope=\"col\">Last seen</th><th scope=\"col\">Versions</th>"
             "<th scope=\"col\">Records</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < count && i < REPORT_SIGNATURES_MAX; i++) {
        put_row(html, report, i, &timeline);
    }
    html_put(html, "</tbody></table>\n");
    if (count > REPORT_SIGNATURES_MAX) {
        html_put(html, "<p class=\"left-out\">");
        report_count(html, count - REPORT_SIGNATURES_MAX, "signature", "signatures");
        html_put(html, " with fewer crashes left out.</p>\n");
    }
    html_put(html, "</section>\n");
}
