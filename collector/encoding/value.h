/*
 * The values of a record's lines (epitaph/record.h): numbers and `name=value` fields. Whatever
 * is not of the form is not known: false, NULL or 0, and the output is untouched.
 */
#ifndef VALUE_H
#define VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The whole of `text` up to a blank or its end. In base 16 with or without "0x". */
bool value_u64(const char *text, int base, uint64_t *ret_value);
bool value_i64(const char *text, int64_t *ret_value);
bool value_int(const char *text, int *ret_value);

/* "seconds.nanoseconds" */
uint64_t value_time_ns(const char *text);

/*
 * The value of `name=` in "a=1 b=2 path=rest of line", or NULL. Only whole names match, and
 * nothing behind "path=" is looked at, because that is foreign text.
 */
const char *value_field(const char *line, const char *name);
bool value_field_u64(const char *line, const char *name, int base, uint64_t *ret_value);
bool value_field_i64(const char *line, const char *name, int64_t *ret_value);

/* Are these bytes hexadecimal digits, at least one? */
bool value_is_hex(const char *text, size_t length);

#endif
