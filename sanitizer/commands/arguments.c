/* Arguments of commands: in a line of a shell, in a list of strings, one in each line. */
#include "arguments.h"

#include <string.h>

#include "values/extent.h"
#include "values/item.h"

/* Arguments are followed this far, unless the command ends before. */
#define LINE_MAX 4096

/* So deep an option is indented that stands below others. */
#define ALIGNED_MIN 16

/* So long are quoted words behind an option. */
#define QUOTED_MAX 64

/* tool.exe, tool.py: behind the ending of the command's file. */
static size_t behind_ending(const struct scan *scan, size_t at)
{
    static const char *const endings[] = {".exe", ".py",  ".pl",  ".sh",
                                          ".rb",  ".cmd", ".bat", ".php"};

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t end = at + strlen(endings[i]);

        if (scan_is_at(scan, at, endings[i]) && !in_set(scan_byte(scan, end), SET_WORD)) {
            return end;
        }
    }
    return at;
}

size_t arguments_begin(const struct scan *scan, size_t at, size_t end,
                       struct arguments *ret_arguments)
{
    unsigned char opened = scan_before(scan, at), byte;
    int listed = 0;

    *ret_arguments = (struct arguments){.limit = end + LINE_MAX};
    end -= !in_set(scan_before(scan, end), SET_ALNUM); /* of a short name's literal */
    end = behind_ending(scan, end);
    byte = scan_byte(scan, end);
    if (is_quote(byte)) {
        end += opened == byte || opened == '\\' || opened == '/'; /* "C:\x\tool.exe" -p x */
        byte = scan_byte(scan, end);
    }
    if (item_below(scan, end, &listed) > end && listed) {
        ret_arguments->style = ARGUMENTS_LINES;
        return end;
    }
    if ((byte == ' ' && scan_byte(scan, end + 1) == '=') || (byte == ',' && opened == '(')) {
        return 0; /* list = f(x), f(list, x): variables */
    }
    if (byte == ',' && scan_byte(scan, end + 1) == ' ' && !is_quote(scan_before(scan, end))) {
        ret_arguments->style = ARGUMENTS_COMMAS;
        return end;
    }
    if (scan_is_at(scan, end, "^@")) {
        ret_arguments->style = ARGUMENTS_CARETS;
        return end;
    }
    return byte == ' ' || is_quote(scan_byte(scan, end)) || is_quote(scan_before(scan, end))
               ? end
               : 0;
}

/* Whether the line at `at` is an option below others, as a manual breaks a long command. */
static int is_aligned_option(const struct scan *scan, size_t at)
{
    size_t end = at;

    while (end - at < QUOTED_MAX && scan_byte(scan, end) == ' ') {
        end++;
    }
    return end - at >= ALIGNED_MIN && scan_byte(scan, end) == '-';
}

/* Behind what stands between an argument, which ends at `at`, and the next. */
static size_t skip_between(const struct scan *scan, const struct arguments *arguments,
                           size_t at)
{
    int listed;

    if (arguments->style == ARGUMENTS_LINES) {
        return item_below(scan, at, &listed);
    }
    if (arguments->style == ARGUMENTS_CARETS) {
        return scan_is_at(scan, at, "^@") ? at + 2 : at;
    }
    while (at < arguments->limit) {
        size_t ended = scan_byte(scan, at) == '\\' ? item_line_break(scan, at + 1)
                       : scan_byte(scan, at) == '\n' && is_aligned_option(scan, at + 1)
                           ? ALIGNED_MIN
                           : 0;

        if (ended == 0 && scan_byte(scan, at) != ' ' && scan_byte(scan, at) != '\t' &&
            scan_byte(scan, at) != ',') {
            break;
        }
        at += 1 + ended; /* the command may go on in the next line */
    }
    if (scan_byte(scan, at) == 'a' && in_set(scan_byte(scan, at + 1), SET_DIGIT)) {
        size_t sign = scan_byte(scan, at + 2) == '=' ? at + 2 : at + 3;

        if (scan_byte(scan, sign) == '=' && scan_byte(scan, sign + 1) == '"') {
            at = sign + 1; /* a2="-p", as the kernel's audit writes it */
        }
    }
    return scan_is_at(scan, at, "0x") ? item_skip_mark(scan, at) : at;
}

/* Whether the argument ends at `at`, which no quotes hold together. */
static int ends_word(const struct scan *scan, const struct arguments *arguments, size_t at)
{
    unsigned char byte = scan->bytes[at];

    switch (arguments->style) {
    case ARGUMENTS_COMMAS:
        return (byte == ',' && scan_byte(scan, at + 1) == ' ') ||
               (byte == ']' && !in_set(scan_byte(scan, at + 1), SET_ALNUM)) || byte == ' ';
    case ARGUMENTS_CARETS:
        return scan_is_at(scan, at, "^@");
    case ARGUMENTS_LINES:
        return is_blank(byte) || (byte == ',' && item_line_break(scan, at + 1) != 0);
    default:
        return byte == ' ' || byte == '\t';
    }
}

/* Where the string of some words is closed that the quote at `at` opens, or `at`. */
static size_t closing_quote(const struct scan *scan, size_t at)
{
    size_t end = at + 1;

    while (end - at < QUOTED_MAX && scan_byte(scan, end) != scan->bytes[at] &&
           scan_byte(scan, end) != '\n') {
        end++;
    }
    effort_walk(scan->effort, end - at);
    return scan_byte(scan, end) == scan->bytes[at] && scan_byte(scan, at + 1) > ' ' &&
                   is_blank(scan_byte(scan, end + 1))
               ? end
               : at;
}

int arguments_next(const struct scan *scan, const struct arguments *arguments, size_t at,
                   struct word *ret_word)
{
    size_t start = skip_between(scan, arguments, at), end;
    unsigned char quote = 0;

    effort_spend(scan->effort, EFFORT_ARGUMENT + (start - at));
    if (arguments->style != ARGUMENTS_BLANKS && start == at) {
        return 0;
    }
    if (scan_byte(scan, start) == '"' || scan_byte(scan, start) == '\'') {
        quote = scan_byte(scan, start++);
    }
    for (end = start; end < arguments->limit && end < scan->length; end++) {
        unsigned char byte = scan->bytes[end];

        if (in_set(byte, SET_WORD)) {
            continue; /* most are, and end nothing */
        }
        effort_spend(scan->effort, 1);
        if (byte == '\n' || byte == quote || (quote == 0 && ends_word(scan, arguments, end))) {
            break;
        }
        if (quote == 0 && is_quote(byte) && end == start + 2 && scan_byte(scan, start) == '-' &&
            arguments->style == ARGUMENTS_BLANKS) {
            end = closing_quote(scan, end); /* -p"two words" */
        }
    }
    effort_walk(scan->effort, end - start);
    if (end == start && quote != 0 && scan_byte(scan, end) == quote &&
        arguments->style == ARGUMENTS_BLANKS && scan_byte(scan, end + 1) == ' ') {
        *ret_word = (struct word){end + 1, end + 1}; /* -t "" */
        return 1;
    }
    if (end == start || (arguments->style == ARGUMENTS_LINES && quote == 0 &&
                         is_blank(scan_byte(scan, end)) && item_line_break(scan, end) == 0)) {
        return 0; /* a line of several words is no argument */
    }
    *ret_word = (struct word){start, end};
    return 1;
}
