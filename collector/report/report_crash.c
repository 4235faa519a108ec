/* One crash of a report. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "catalogue/facts.h"
#include "report_parts.h"

#define LINES_MAX                                                                              \
    1000 /* of all its stacks, and as many files: what an honest record never has */

static void put_facts(struct html *html, const struct catalogue_entry *entry)
{
    struct facts facts;

    if (facts_of(entry, &facts) != 0) {
        html->page.failed = true;
        return;
    }
    html_put(html, "<dl class=\"facts\">\n");
    for (size_t i = 0; i < facts.count; i++) {
        html_put(html, "<div><dt>");
        html_text(html, facts.facts[i].key);
        html_put(html, "</dt><dd>");
        html_text(html, facts.facts[i].value);
        html_put(html, "</dd></div>\n");
    }
    html_put(html, "</dl>\n");
    facts_done(&facts);
}

static void put_python(struct html *html, const struct crash *crash)
{
    if (crash->python_count == 0) {
        return;
    }
    html_put(html, "<figure class=\"python\"><figcaption>Python</figcaption><pre>");
    for (size_t i = 0; i < crash->python_count; i++) {
        html_text(html, crash->python[i]);
        html_put(html, "\n");
    }
    html_put(html, "</pre></figure>\n");
}

static void put_threads(struct html *html, const struct crash *crash, size_t *lines_left)
{
    if (crash->thread_count == 0) {
        return;
    }
    html_put(html, "<details class=\"threads\"><summary>");
    report_count(html, crash->thread_count, "other thread", "other threads");
    html_put(html, "</summary>\n");
    for (size_t i = 0; i < crash->thread_count; i++) {
        struct crash view = crash_seen_from(crash, &crash->threads[i]);
        char caption[128];

        snprintf(caption, sizeof caption, "Thread %" PRId64 "%s%.64s%s", view.tid,
                 view.thread != NULL ? " (" : "", view.thread != NULL ? view.thread : "",
                 view.thread != NULL ? ")" : "");
        report_stack(html, &view, caption, lines_left);
    }
    html_put(html, "</details>\n");
}

static void put_files(struct html *html, const struct crash *crash)
{
    if (crash->module_count == 0) {
        return;
    }
    html_put(html, "<details class=\"files\"><summary>");
    report_count(html, crash->module_count, "file", "files");
    html_put(html,
             "</summary>\n<table class=\"modules\"><caption>Files that the frames lie in"
             "</caption>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Build-id"
             "</th><th scope=\"col\">Now</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < crash->module_count; i++) {
        const struct crash_module *module = &crash->modules[i];

        html_put(html, "<tr><th scope=\"row\">");
        html_text(html, module->path != NULL ? module->path : "?");
        html_put(html, "</th><td><code>");
        html_text(html, module->build_id != NULL ? module->build_id : "unknown");
        html_put(html, "</code></td><td>");
        html_text(html, crash_module_state_word(module->state));
        html_put(html, "</td></tr>\n");
    }
    html_put(html, "</tbody></table></details>\n");
}

static void put_summary(struct html *html, const struct catalogue_entry *entry)
{
    const struct crash *crash = clean_crash_view(entry->clean);
    char number[32];

    html_put(html, "<summary><h4>");
    html_time(html, crash->last_seen_ns);
    html_put(html, " <code class=\"id\">");
    html_format(html, "%.8s", entry->id);
    html_put(html, "</code> <span class=\"place ");
    html_text(html, catalogue_place_word(entry->place));
    html_put(html, "\">");
    html_text(html, catalogue_place_word(entry->place));
    html_put(html, "</span>");
    if (crash->count > 1) {
        html_put(html, " <span class=\"times\">");
        html_format(html, "%s times", text_number(number, crash->count));
        html_put(html, "</span>");
    }
    html_put(html, "</h4></summary>\n");
}

void report_crash(struct html *html, const struct catalogue_entry *entry, bool latest)
{
    const struct crash *crash = clean_crash_view(entry->clean);
    size_t lines_left = LINES_MAX;

    if (latest) {
        html_put(html, "<details class=\"crash\" open id=\"crash-");
    } else {
        html_put(html, "<details class=\"crash\" id=\"crash-");
    }
    html_text(html, entry->id);
    html_put(html, "\">");
    put_summary(html, entry);
    if (!latest) {
        html_put(html, "<p class=\"reason\">");
        html_text(html, entry->reason);
        html_put(html, "</p>\n");
    }
    put_facts(html, entry);
    report_stack(html, crash, "Stack, innermost call first", &lines_left);
    put_python(html, crash);
    put_threads(html, crash, &lines_left);
    put_files(html, crash);
    html_put(html, "</details>\n");
}
