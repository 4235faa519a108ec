/* How a key and its value are written: in data, or where somebody's code could be meant. The
 * name's first byte is at `start`, the key's own at `at`, and the name ends at `last`. */
#ifndef WRITTEN_H
#define WRITTEN_H

#include "scan/scan.h"

/* "key": "value", 'key' => 'value': both are strings. */
int written_as_strings(const struct scan *scan, size_t last, const struct value *value);

/* ["auth", "print-access-token"], get("Credentials", "key_file"): strings without a digit, and
 * a comma between. */
int written_as_names(const struct scan *scan, size_t start, size_t last,
                     const struct value *value);

/* ?key=value&key=value */
int written_in_query(const struct scan *scan, size_t start, const struct value *value);

/* X-Api-Key: value */
int written_in_header(const struct scan *scan, size_t start, size_t last,
                      const struct value *value);

/* --key value, --key=value; a value in capitals only says what to put there. */
int written_as_option(const struct scan *scan, size_t start, const struct value *value);

/* agent -token value */
int written_as_short_option(const struct scan *scan, size_t start, size_t at,
                            const struct value *value);

/* API_KEY='value' of an environment; where to look for one is no secret. */
int written_as_variable(const struct scan *scan, size_t start, size_t last,
                        const struct value *value);

/* api_key=value, where no argument of a call is meant. */
int written_as_assignment(const struct scan *scan, size_t last, const struct value *value);

/* { token: 'x', name: 'y' }: a member of an object as it is printed. */
int written_in_object(const struct scan *scan, size_t start, size_t last,
                      const struct value *value);

#endif
