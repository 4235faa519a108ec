#include "html.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "encoding/utf8.h"
#include "machine/terminal.h"

#define ELLIPSIS "\xe2\x80\xa6"

void html_put_literal(struct html *html, const char *literal)
{
    text_add(&html->page, literal);
}

static const char *entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* Runs of harmless bytes as they are. `text` is modified. */
static void add_escaped(struct html *html, char *text)
{
    for (char *at = text; *at != '\0';) {
        size_t run = strcspn(at, "&<>\"'");
        char stop = at[run];

        at[run] = '\0';
        text_add(&html->page, at);
        if (stop == '\0') {
            break;
        }
        text_add(&html->page, entity_of(stop));
        at += run + 1;
    }
}

void html_short(struct html *html, const char *text, size_t limit)
{
    size_t length = strlen(text);
    size_t cut = utf8_cut(text, length, limit);
    char *safe = utf8_printable(text, cut);

    if (safe == NULL) {
        html->page.failed = true;
        return;
    }
    add_escaped(html, safe);
    free(safe);
    text_add(&html->page, cut < length ? ELLIPSIS : "");
}

void html_text(struct html *html, const char *text)
{
    html_short(html, text, HTML_TEXT_MAX);
}

void html_format(struct html *html, const char *format, ...)
{
    char *words = NULL;
    va_list arguments;

    va_start(arguments, format);
    int length = vasprintf(&words, format, arguments);
    va_end(arguments);
    if (length < 0) {
        html->page.failed = true;
        return;
    }
    html_text(html, words);
    free(words);
}

void html_append(struct html *html, const struct html *piece)
{
    html->page.failed = html->page.failed || piece->page.failed;
    text_add(&html->page, piece->page.bytes != NULL ? piece->page.bytes : "");
}

void html_time(struct html *html, uint64_t time_ns)
{
    time_t seconds = (time_t)(time_ns / 1000000000u);
    char local[32], universal[32];
    struct tm parts;

    /* HTML's years have four digits here */
    if (time_ns == 0 || gmtime_r(&seconds, &parts) == NULL || parts.tm_year >= 8000 ||
        strftime(universal, sizeof universal, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) {
        html_text(html, terminal_time(local, time_ns));
        return;
    }
    html_put(html, "<time datetime=\"");
    html_text(html, universal);
    html_put(html, "\">");
    html_text(html, terminal_time(local, time_ns));
    html_put(html, "</time>");
}
