/* The timeline of a report: bars, and the same in numbers. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "report_parts.h"

#define HEIGHT 1000 /* of the drawing; CSS gives it its size */
#define STEP 10     /* of one bin */
#define BAR 8
#define LEAST 15 /* a single crash beside a million is still seen */

/* "2026-11-21", or "2026-11-21 10:00" where bins are hours. */
static void put_edge(struct html *html, const struct timeline *timeline, size_t edge)
{
    time_t seconds = (time_t)timeline->edges_s[edge];
    char words[32];
    struct tm parts;

    if (localtime_r(&seconds, &parts) != NULL &&
        strftime(words, sizeof words, timeline->by_hours ? "%Y-%m-%d %H:%M" : "%Y-%m-%d",
                 &parts) > 0) {
        html_text(html, words);
    }
}

/* A part of the whole, at least a little where there is something. */
static unsigned height_of(uint64_t count, uint64_t highest)
{
    unsigned height = highest > 0 ? (unsigned)((double)count * HEIGHT / (double)highest) : 0;

    return count > 0 && height < LEAST ? LEAST : height;
}

static void put_box(struct html *html, size_t bin, unsigned top, unsigned height, bool known)
{
    if (height > 0) {
        html_put(html, "<rect class=\"");
        html_text(html, known ? "known" : "spread");
        html_put(html, "\" x=\"");
        html_format(html, "%zu", bin * STEP + (STEP - BAR) / 2);
        html_put(html, "\" y=\"");
        html_format(html, "%u", top);
        html_put(html, "\" width=\"");
        html_format(html, "%d", BAR);
        html_put(html, "\" height=\"");
        html_format(html, "%u", height);
        html_put(html, "\"/>");
    }
}

static void put_bar(struct html *html, const struct timeline *timeline, size_t bin,
                    uint64_t highest)
{
    uint64_t known = timeline->bins[bin].known, spread = timeline->bins[bin].spread;
    unsigned solid = height_of(known, highest), whole = height_of(known + spread, highest);
    char number[32];

    html_put(html, "<g><title>");
    put_edge(html, timeline, bin);
    html_format(html, ": %s", text_number(number, known));
    if (spread > 0) {
        html_format(html, ", and perhaps %s more", text_number(number, spread));
    }
    html_put(html, "</title>");
    put_box(html, bin, HEIGHT - whole, whole - solid, false);
    put_box(html, bin, HEIGHT - solid, solid, true);
    html_put(html, "</g>");
}

static void put_drawing(struct html *html, const struct timeline *timeline)
{
    uint64_t highest = timeline_highest(timeline);
    char number[32];

    html_put(html, "<figure class=\"timeline\">\n<div class=\"plot\"><span class=\"highest\" "
                   "aria-hidden=\"true\">");
    html_text(html, text_number(number, highest));
    html_put(html, "</span>\n<svg role=\"img\" aria-labelledby=\"timeline-title\" "
                   "preserveAspectRatio=\"none\" viewBox=\"0 0 ");
    html_format(html, "%zu %u", timeline->count * STEP, HEIGHT);
    html_put(html, "\"><title id=\"timeline-title\">Crashes in each ");
    html_text(html, timeline->unit);
    html_put(html, ", at most ");
    html_text(html, text_number(number, highest));
    html_put(html, "</title>\n<line class=\"rule\" x1=\"0\" y1=\"0\" x2=\"100%\" y2=\"0\"/>"
                   "<line class=\"rule\" x1=\"0\" y1=\"500\" x2=\"100%\" y2=\"500\"/>\n");
    for (size_t i = 0; i < timeline->count; i++) {
        if (timeline->bins[i].known + timeline->bins[i].spread > 0) {
            put_bar(html, timeline, i, highest);
        }
    }
    html_put(html, "</svg></div>\n<div class=\"ends\" aria-hidden=\"true\"><span>");
    put_edge(html, timeline, 0);
    html_put(html, "</span><span>");
    put_edge(html, timeline, timeline->count / 2);
    html_put(html, "</span><span>");
    put_edge(html, timeline, timeline->count);
    html_put(html, "</span></div>\n");
}

/* What the picture cannot say by itself. */
static void put_caption(struct html *html, const struct timeline *timeline)
{
    html_put(html, "<figcaption><span class=\"key known\"></span> One bar is ");
    html_format(html, "%s%s", isdigit((unsigned char)timeline->unit[0]) ? "" : "one ",
                timeline->unit);
    html_put(html, ".");
    if (timeline->spread_sum > 0) {
        html_put(html, " <span class=\"key spread\"></span> ");
        report_count(html, timeline->spread_sum, "crash", "crashes");
        html_put(html, " counted without a time of their own, known to lie between the first "
                       "and the last of their kind: drawn evenly between those, not measured.");
    }
    if (timeline->unknown > 0) {
        html_put(html, " ");
        report_count(html, timeline->unknown, "crash", "crashes");
        html_put(html, " of unknown time not drawn.");
    }
    html_put(html, "</figcaption>\n</figure>\n");
}

static void put_table(struct html *html, const struct timeline *timeline)
{
    char number[32];

    html_put(html, "<details><summary>The same in numbers</summary>\n<table>"
                   "<caption>Crashes in each ");
    html_text(html, timeline->unit);
    html_put(html, "</caption>\n<thead><tr><th scope=\"col\">From</th>"
                   "<th scope=\"col\" class=\"number\">Known</th>"
                   "<th scope=\"col\" class=\"number\">Spread</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < timeline->count; i++) {
        const struct timeline_bin *bin = &timeline->bins[i];

        if (bin->known + bin->spread == 0) {
            continue;
        }
        html_put(html, "<tr><th scope=\"row\">");
        put_edge(html, timeline, i);
        html_put(html, "</th><td class=\"number\">");
        html_text(html, text_number(number, bin->known));
        html_put(html, "</td><td class=\"number\">");
        html_text(html, text_number(number, bin->spread));
        html_put(html, "</td></tr>\n");
    }
    html_put(html, "</tbody></table></details>\n");
}

void report_timeline(struct html *html, const struct report *report)
{
    html_put(html, "<section id=\"timeline\" aria-labelledby=\"timeline-heading\">\n"
                   "<h2 id=\"timeline-heading\">Timeline</h2>\n");
    put_drawing(html, &report->timeline);
    put_caption(html, &report->timeline);
    put_table(html, &report->timeline);
    html_put(html, "</section>\n");
}

/* One path, since there are many of these. */
void report_spark(struct html *html, const struct timeline *timeline)
{
    uint64_t highest = timeline_highest(timeline);

    html_put(html, "<svg class=\"spark\" aria-hidden=\"true\" preserveAspectRatio=\"none\" "
                   "viewBox=\"0 0 ");
    html_format(html, "%zu %u", timeline->count * STEP, HEIGHT);
    html_put(html, "\"><path d=\"");
    for (size_t i = 0; i < timeline->count; i++) {
        uint64_t sum = timeline->bins[i].known + timeline->bins[i].spread;

        if (sum > 0) {
            html_format(html, "M%zu %dv-%uh%dv%uz", i * STEP + 1, HEIGHT,
                        height_of(sum, highest), BAR, height_of(sum, highest));
        }
    }
    html_put(html, "\"/></svg>");
}
