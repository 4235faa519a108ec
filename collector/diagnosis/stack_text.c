#include "stack_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <epitaph/record.h>

#include "encoding/columns.h"
#include "encoding/text.h"
#include "encoding/utf8.h"
#include "naming/demangle.h"

#define FUNCTION_MAX 200     /* bytes of one name in a line */
#define PLACE_MAX 120        /* bytes of a file's name */
#define FUNCTION_ROOM_MIN 24 /* columns; a name that has fewer is no name any more */
#define NOTE_ROOM 64         /* kept free for the line that counts what was left out */
#define BOTTOM_SHARE 4       /* of the limit: the outermost frames get a quarter */

const char *stack_file(const char *path)
{
    const char *slash = NULL;
    int parts = 0;

    for (const char *at = path + strlen(path); at > path && parts < 2; at--) {
        if (at[-1] == '/') {
            parts++;
            slash = at;
        }
    }
    return parts == 2 ? slash : path;
}

/* Append at most `limit` bytes, whole characters, and say when there is more. */
static void add_cut(struct text *out, const char *text, size_t limit)
{
    size_t length = strlen(text);
    size_t cut = utf8_cut(text, length, limit);

    text_format(out, "%.*s%s", (int)cut, text, cut < length ? "..." : "");
}

static void add_module(struct text *out, const struct crash *crash,
                       const struct crash_frame *frame, bool named)
{
    const struct crash_module *module = crash_frame_module(crash, frame);
    bool has_path = module != NULL && module->path != NULL;

    if (has_path) {
        text_add(out, named ? " " : "");
        add_cut(out, crash_basename(module->path), PLACE_MAX);
    }
    if (!named && has_path && frame->has_offset) {
        text_format(out, "+0x%" PRIx64, frame->offset);
    } else if (!named) {
        text_format(out, "0x%" PRIx64 "%s", frame->pc, module == NULL ? " (in no file)" : "");
    }
    if (module != NULL && module->build_id != NULL) {
        text_format(out, "%s[%.8s]", named ? "" : " ", module->build_id);
    }
    if (module != NULL && module->unloaded) {
        text_add(out, " (unloaded)");
    }
    if (module != NULL && module->state == CRASH_MODULE_CHANGED) {
        text_add(out, " (file changed since)");
    }
}

/* What follows the function's name. */
static void add_rest(struct text *out, const struct crash *crash, const struct stack_line *line)
{
    const struct crash_frame *frame = line->frame;
    const struct crash_name *name = line->name;

    if (name != NULL && name->inlined) {
        text_add(out, " (inlined)");
    } else if (name != NULL && name->function != NULL) {
        text_format(out, "+0x%" PRIx64, frame->function_offset);
    }
    if (name != NULL && name->file != NULL) {
        text_add(out, " ");
        add_cut(out, stack_file(name->file), PLACE_MAX);
        if (name->line > 0) {
            text_format(out, ":%u", name->line);
        }
    }
    add_module(out, crash, frame, name != NULL);
    if (frame->trust == CRASH_TRUST_FP || frame->trust == CRASH_TRUST_SCAN) {
        text_format(out, " (%s)", crash_trust_word(frame->trust));
    }
}

char *stack_function(const struct crash_name *name)
{
    return demangle_shorten(name->function != NULL ? name->function : "??");
}

char *stack_line_text(const struct crash *crash, const struct stack_line *line)
{
    struct text out = {.bytes = NULL};

    if (line->kind == STACK_LINE_NOTE) {
        text_format(&out, "    %s", line->note);
        return text_take(&out);
    }
    text_format(&out, "#%-2u ", line->frame->index);
    if (line->name != NULL) {
        char *function = stack_function(line->name);
        out.failed = out.failed || function == NULL;
        add_cut(&out, function != NULL ? function : "", FUNCTION_MAX);
        free(function);
    }
    add_rest(&out, crash, line);
    return text_take(&out);
}

/* The name in what the rest leaves of a line; else beside the rest's first word, its offset. */
static char *fit_function(const struct crash_name *name, size_t columns, const char *rest)
{
    char *function = stack_function(name);
    size_t beside = columns_of(rest);

    if (function == NULL || columns == 0) {
        return function;
    }
    if (columns < beside + FUNCTION_ROOM_MIN) {
        beside = strcspn(rest + strspn(rest, " "), " ") + strspn(rest, " ");
    }
    char *safe = utf8_printable(function, strlen(function));
    char *fitting =
        safe != NULL ? columns_middle(safe, columns > beside ? columns - beside : 1) : NULL;
    free(function);
    free(safe);
    return fitting;
}

char *stack_line_fit(const struct crash *crash, const struct stack_line *line, size_t columns)
{
    struct text out = {.bytes = NULL}, rest = {.bytes = NULL};

    if (line->kind == STACK_LINE_NOTE || line->name == NULL) {
        return stack_line_text(crash, line);
    }
    text_format(&out, "#%-2u ", line->frame->index);
    add_rest(&rest, crash, line);
    char *words = text_take(&rest);
    size_t room = columns > out.length ? columns - out.length : 0;
    char *function = words != NULL ? fit_function(line->name, room, words) : NULL;
    out.failed = out.failed || function == NULL;
    text_add(&out, function != NULL ? function : "");
    text_add(&out, words != NULL ? words : "");
    free(function);
    free(words);
    return text_take(&out);
}

struct printed {
    char **texts;
    size_t *lengths; /* with a newline */
    size_t count;
};

static void printed_done(struct printed *printed)
{
    for (size_t i = 0; i < printed->count; i++) {
        free(printed->texts[i]);
    }
    free(printed->texts);
    free(printed->lengths);
}

static bool print_lines(const struct crash *crash, const struct stack_lines *lines,
                        struct printed *printed)
{
    printed->texts = calloc(lines->count + 1, sizeof *printed->texts);
    printed->lengths = calloc(lines->count + 1, sizeof *printed->lengths);
    if (printed->texts == NULL || printed->lengths == NULL) {
        return false;
    }
    for (size_t i = 0; i < lines->count; i++) {
        printed->texts[i] = stack_line_text(crash, &lines->lines[i]);
        if (printed->texts[i] == NULL) {
            return false;
        }
        printed->lengths[i] = strlen(printed->texts[i]) + 1;
        printed->count++;
    }
    return true;
}

/* How many lines from the top, and from which one to the bottom, fit. */
static void choose(const struct printed *printed, size_t limit, size_t *ret_top,
                   size_t *ret_bottom)
{
    size_t total = 0, used = 0;
    size_t top = 0, bottom = printed->count;

    for (size_t i = 0; i < printed->count; i++) {
        total += printed->lengths[i];
    }
    if (total > limit + 1) { /* the last newline is not written */
        while (bottom > 0 && used + printed->lengths[bottom - 1] <= limit / BOTTOM_SHARE) {
            used += printed->lengths[--bottom];
        }
        while (top < bottom && NOTE_ROOM + used + printed->lengths[top] <= limit) {
            used += printed->lengths[top++];
        }
    } else {
        top = bottom;
    }
    *ret_top = top;
    *ret_bottom = bottom;
}

static char *join(const struct printed *printed, size_t limit)
{
    struct text out = {.bytes = NULL};
    char number[32];
    size_t top, bottom;

    choose(printed, limit, &top, &bottom);
    for (size_t i = 0; i < printed->count; i++) {
        if (i == top && bottom > top) {
            text_format(&out, "%s    ... %s more lines", out.length > 0 ? "\n" : "",
                        text_number(number, bottom - top));
        }
        if (i < top || i >= bottom) {
            text_format(&out, "%s%s", out.length > 0 ? "\n" : "", printed->texts[i]);
        }
    }
    return text_take(&out);
}

char *stack_text(const struct crash *crash, size_t limit)
{
    struct stack_lines lines;
    struct printed printed = {.texts = NULL};
    char *text = NULL;

    if (stack_lines_fold(crash, &lines) != 0) {
        return NULL;
    }
    if (print_lines(crash, &lines, &printed)) {
        text = join(&printed, limit);
    }
    printed_done(&printed);
    stack_lines_done(&lines);
    return text;
}
