/*
 * A page of HTML that grows. Markup is string literals, and the compiler sees to that; whatever
 * comes from anywhere else goes in as text, made printable and escaped, in elements and in
 * quoted attributes alike. Forgetting to escape does not compile.
 */
#ifndef HTML_H
#define HTML_H

#include <stddef.h>
#include <stdint.h>

#include "encoding/text.h"

#define HTML_TEXT_MAX 4096 /* bytes of one foreign text; more is cut */

struct html {
    struct text page;
};

/* Markup of our own: a literal, or literals next to each other. */
#define html_put(html, literal) html_put_literal((html), "" literal "")
void html_put_literal(struct html *html, const char *literal);

/* Foreign text; at most HTML_TEXT_MAX bytes, or `limit`, and an ellipsis where it is longer. */
void html_text(struct html *html, const char *text);
void html_short(struct html *html, const char *text, size_t limit);

/* Text from a format, escaped as a whole. */
void html_format(struct html *html, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* All of another page; a lack of memory there is one here. */
void html_append(struct html *html, const struct html *piece);

/* <time>: local time for people, UTC for programs. */
void html_time(struct html *html, uint64_t time_ns);

#endif
