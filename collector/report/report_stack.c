/* A stack of a report, a frame a row. */
#include <inttypes.h>
#include <stdlib.h>

#include "diagnosis/setaside.h"
#include "diagnosis/stack_text.h"
#include "report_parts.h"

#define FUNCTION_MAX 400 /* bytes: longer ones are shortened with template arguments gone */
#define PLACE_MAX 120

static void put_function(struct html *html, const struct crash *crash,
                         const struct stack_line *line)
{
    const struct crash_frame *frame = line->frame;
    const struct crash_module *module = crash_frame_module(crash, frame);

    html_put(html, "<td class=\"function\">");
    if (line->name != NULL) {
        char *function = stack_function(line->name);
        html->page.failed = html->page.failed || function == NULL;
        html_put(html, "<b>");
        html_short(html, function != NULL ? function : "", FUNCTION_MAX);
        html_put(html, "</b>");
        free(function);
        if (line->name->inlined) {
            html_put(html, " <span class=\"mark\">inlined</span>");
        } else if (line->name->function != NULL) {
            html_put(html, "<span class=\"offset\">");
            html_format(html, "+0x%" PRIx64, frame->function_offset);
            html_put(html, "</span>");
        }
    } else if (module != NULL && module->path != NULL && frame->has_offset) {
        html_short(html, crash_basename(module->path), PLACE_MAX);
        html_format(html, "+0x%" PRIx64, frame->offset);
    } else {
        html_format(html, "0x%" PRIx64 "%s", frame->pc, module == NULL ? " (in no file)" : "");
    }
    html_put(html, "</td>");
}

static void put_place(struct html *html, const struct crash_name *name)
{
    html_put(html, "<td class=\"where\">");
    if (name != NULL && name->file != NULL) {
        html_short(html, stack_file(name->file), PLACE_MAX);
        if (name->line > 0) {
            html_format(html, ":%u", name->line);
        }
    }
    html_put(html, "</td>");
}

static void put_module(struct html *html, const struct crash_module *module)
{
    html_put(html, "<td class=\"module\">");
    if (module != NULL && module->path != NULL) {
        html_short(html, crash_basename(module->path), PLACE_MAX);
    }
    if (module != NULL && module->build_id != NULL) {
        html_put(html, " <code>");
        html_format(html, "%.8s", module->build_id);
        html_put(html, "</code>");
    }
    if (module != NULL && module->unloaded) {
        html_put(html, " <span class=\"mark\">unloaded</span>");
    }
    if (module != NULL && module->state == CRASH_MODULE_CHANGED) {
        html_put(html, " <span class=\"mark\">changed since</span>");
    }
    html_put(html, "</td>");
}

/* The program's own frames stand out from those that are only the way to die. */
static void put_frame(struct html *html, const struct crash *crash,
                      const struct stack_line *line)
{
    if (setaside_matches(crash, line->frame, line->name)) {
        html_put(html, "<tr class=\"aside\">");
    } else {
        html_put(html, "<tr>");
    }
    html_put(html, "<th scope=\"row\">");
    html_format(html, "%u", line->frame->index);
    html_put(html, "</th>");
    put_function(html, crash, line);
    put_place(html, line->name);
    put_module(html, crash_frame_module(crash, line->frame));
    html_put(html, "<td class=\"trust ");
    html_text(html, crash_trust_word(line->frame->trust));
    html_put(html, "\">");
    html_text(html, crash_trust_word(line->frame->trust));
    html_put(html, "</td></tr>\n");
}

static void put_note(struct html *html, const char *note)
{
    html_put(html, "<tr class=\"note\"><td colspan=\"5\">");
    html_text(html, note);
    html_put(html, "</td></tr>\n");
}

void report_stack(struct html *html, const struct crash *crash, const char *caption,
                  size_t *lines_left)
{
    struct stack_lines lines;
    size_t shown = 0;

    if (stack_lines_fold(crash, &lines) != 0) {
        html->page.failed = true;
        return;
    }
    html_put(html, "<table class=\"stack\"><caption>");
    html_text(html, caption);
    html_put(html, "</caption>\n<thead><tr><th scope=\"col\">Frame</th>"
                   "<th scope=\"col\">Function</th><th scope=\"col\">Source</th>"
                   "<th scope=\"col\">File and build</th><th scope=\"col\">Found by</th></tr>"
                   "</thead>\n<tbody>\n");
    for (; shown<lines.count && * lines_left> 0; shown++, --*lines_left) {
        const struct stack_line *line = &lines.lines[shown];

        if (line->kind == STACK_LINE_NOTE) {
            put_note(html, line->note);
        } else {
            put_frame(html, crash, line);
        }
    }
    if (shown < lines.count) {
        html_put(html, "<tr class=\"note\"><td colspan=\"5\">");
        report_count(html, lines.count - shown, "more line", "more lines");
        html_put(html, " left out</td></tr>\n");
    } else if (lines.count == 0) {
        put_note(html, "no stack");
    }
    html_put(html, "</tbody></table>\n");
    stack_lines_done(&lines);
}
