#include "terminal.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "utf8.h"

#define USUAL_WIDTH 80
#define NARROWEST 40

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

static bool has_colour(void)
{
    const char *unwanted = getenv("NO_COLOR");
    const char *term = getenv("TERM");

    return isatty(STDOUT_FILENO) && (unwanted == NULL || unwanted[0] == '\0') && term != NULL &&
           strcmp(term, "dumb") != 0;
}

/* Bytes of the first `columns` characters: as wide as text mostly is. */
static size_t bytes_of(const char *text, size_t columns)
{
    size_t length = strlen(text), at = 0;

    for (size_t i = 0; i < columns && at < length; i++) {
        size_t size = utf8_character(text + at, length - at);
        at += size > 0 ? size : 1;
    }
    return at;
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
    size_t whole = strlen(safe);
    size_t kept =
        columns > 3 && bytes_of(safe, columns) < whole ? bytes_of(safe, columns - 3) : whole;
    printf("%s%.*s%s%s", coloured ? codes[style] : "", (int)kept, safe,
           kept < whole ? "..." : "", coloured ? "\033[0m" : "");
    free(safe);
}

/* Bytes that fit into `columns`: up to a blank where there is one, else as many as fit. */
static size_t piece_of(const char *text, size_t columns)
{
    size_t fits = bytes_of(text, columns);

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

    while (width > indent && at != NULL) {
        size_t left = used < width ? width - used : 1; /* what comes before may be too long */
        if (bytes_of(at, left) == strlen(at)) {
            break;
        }
        size_t length = piece_of(at, left);
        char *piece = strndup(at, length > 0 ? length : 1);

        terminal_print(style, 0, piece != NULL ? piece : "");
        free(piece);
        at += length > 0 ? length : 1;
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
