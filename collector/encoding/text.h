/* A string that grows; a lack of memory is remembered until text_take(). */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
    char *bytes; /* NUL-terminated once anything was added */
    size_t length;
    size_t room;
    bool failed;
};

void text_add(struct text *text, const char *piece);
void text_format(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The string, which the caller frees, or NULL when anything failed. Empty is "". */
char *text_take(struct text *text) __attribute__((warn_unused_result));
void text_done(struct text *text);

/* 1234567 as "1,234,567". Returns `buffer`. */
char *text_number(char buffer[32], unsigned long long number);

#endif
