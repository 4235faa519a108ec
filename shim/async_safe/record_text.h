/*
 * Writing the record's text into a slot. Only whole lines count: line_end() publishes them with
 * a release store, so that whatever ends the process leaves every finished line readable. A
 * line that does not fit is taken back, and so are all after it.
 */
#ifndef RECORD_TEXT_H
#define RECORD_TEXT_H

#include "safe.h"

struct record_text {
    char *begin;
    char *at;
    char *end;
    char *line;               /* where the line being written began */
    _Atomic uint32_t *length; /* the slot's published length, or NULL */
    bool full;
};

void record_text_init(struct record_text *text, char *begin, size_t size,
                      _Atomic uint32_t *length);

void line_begin(struct record_text *text, const char *key);
void line_end(struct record_text *text);

/* Parts of a value. */
void put_verbatim(struct record_text *text, const char *string);
void put_decimal(struct record_text *text, int64_t number);
void put_hex(struct record_text *text, uint64_t number); /* with 0x */
void put_hex_bytes(struct record_text *text, const uint8_t *bytes, size_t size);
void put_time(struct record_text *text, const struct timespec *time);
/* Foreign text: escaped as record.h says, the environment's secrets replaced, cut at
 * RECORD_VALUE_MAX. */
void put_foreign(struct record_text *text, const char *bytes, size_t length);

/* Whole lines. A NULL or empty string writes none. */
void line_verbatim(struct record_text *text, const char *key, const char *value);
void line_decimal(struct record_text *text, const char *key, int64_t value);
void line_hex(struct record_text *text, const char *key, uint64_t value);
void line_foreign(struct record_text *text, const char *key, const char *value);

#endif
