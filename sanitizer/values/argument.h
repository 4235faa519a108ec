/*
 * A key that is an argument or a string of a list, and its value the next one: ("password",
 * "x"), strcmp(password, "x"), setopt(handle, LIBOPT_PASSWORD, "x").
 */
#ifndef ARGUMENT_H
#define ARGUMENT_H

#include "value.h"

/* Where the value of the key [key_start, at) may start behind the comma at `comma`; 0 if what
 * stands there is none. */
size_t argument_find(const struct scan *scan, size_t key_start, size_t at, size_t comma,
                     enum value_blank blank);

/* [--password, x], "--password",\n"x", - --password\n- x: where the value begins of an option
 * in a list, whose name ends as the key [key_start, at) does; 0 if it is none. */
size_t argument_listed(const struct scan *scan, size_t key_start, size_t at);

#endif
