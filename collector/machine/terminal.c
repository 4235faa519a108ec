#include "terminal.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "encoding/columns.h"
#include "encoding/utf8.h"

#define USUAL_WIDTH 80
#define NARROWEST 20
#define ELLIPSIS "\xe2\x80\xa6"

size_t terminal_width(void)
{
    struct winsize size;

    if (!isatty(STDOUT_FILENO)) {
        return 0;
    }
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
        return USUAL_WIDTH;
    }
    return size.ws_col < NARROWEST ? NARROWEST : size.ws_col;
}

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);

    return value != NULL && value[0] != '\0';
}

static bool says(const char *variable, const char *word)
{
    const char *value = getenv(variable);

    return value != NULL && strcmp(value, word) == 0;
}

/* NO_COLOR wins, as its convention has it; then who asks for colour even in a pipe. */
static bool has_colour(void)
{
    if (is_set("NO_COLOR")) {
        return false;
    }
    if (is_set("CLICOLOR_FORCE") && !says("CLICOLOR_FORCE", "0")) {
        return true;
    }
    return isatty(STDOUT_FILENO) && !says("CLICOLOR", "0") && is_set("TERM") &&
           !says("TERM", "dumb");
}

void terminal_print(enum terminal_style style, size_t columns, const char *text)
{
    static const char *const codes[] = {
        [TERMINAL_BOLD] = "\033[1m",
        [TERMINAL_DIM] = "\033[2m",
        [TERMINAL_RED] = "\033[1;31m",
    };
    char *safe = utf8_printable(text, strlen(text));
    bool coloured = style != TERMINAL_PLAIN && has_colour();

    if (safe == NULL) {
        return;
    }
    bool cut = columns > 1 && columns_of(safe) > columns;
    size_t kept = cut ? columns_head(safe, columns - 1) : strlen(safe);
    printf("%s%.*s%s%s", coloured ? codes[style] : "", (int)kept, safe, cut ? ELLIPSIS : "",
           coloured ? "\033[0m" : "");
    free(safe);
}

/* Bytes that fit into `columns`: up to a blank where there is one, else as many as fit. */
static size_t piece_of(const char *text, size_t columns)
{
    size_t fits = columns_head(text, columns);

    if (text[fits] == '\0') {
        return fits;
    }
    for (size_t at = fits; at > 0; at--) {
        if (text[at] == ' ') {
            return at;
        }
    }
    return fits;
}

void terminal_wrap(enum terminal_style style, size_t used, size_t indent, const char *text)
{
    size_t width = terminal_width();
    char *safe = utf8_printable(text, strlen(text));
    const char *at = safe;

    while (width > indent + 1 && at != NULL) {
        size_t left = used < width ? width - used : 0; /* what comes before may be too long */
        size_t length = left > 0 ? piece_of(at, left) : 0;
        if (at[length] == '\0') {
            break;
        }
        if (length == 0 && used == indent) { /* not even one: any step is better than none */
            length = utf8_character(at, strlen(at));
        }
        char *piece = strndup(at, length);

        terminal_print(style, 0, piece != NULL ? piece : "");
        free(piece);
        at += length;
        at += *at == ' ';
        printf("\n%*s", (int)indent, "");
        used = indent;
    }
    terminal_print(style, 0, at != NULL ? at : "");
    putchar('\n');
    free(safe);
}

char *terminal_time(char buffer[32], uint64_t time_ns)
{
    time_t seconds = (time_t)(time_ns / 1000000000u);
    struct tm parts;

    if (time_ns == 0 || localtime_r(&seconds, &parts) == NULL ||
        strftime(buffer, 32, "%Y-%m-%d %H:%M:%S", &parts) == 0) {
        snprintf(buffer, 32, "unknown time");
    }
    return buffer;
}
