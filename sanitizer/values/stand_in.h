/*
 * What is given in place of a value: variables, fields of formats, placeholders, references to
 * what is kept elsewhere, and the names of things.
 */
#ifndef STAND_IN_H
#define STAND_IN_H

#include "value_look.h"

/* ${X}, $X, %s, {name}, <optimized out>, ****: something stands for the value. */
int stand_in_is(const struct scan *scan, const struct value *value,
                const struct value_look *look);

/* --api-key KEY, --token ACCESS_TOKEN: what a usage says to put there. */
int stand_in_is_placeholder(const struct scan *scan, const struct value *value,
                            const struct value_look *look);

/* Secret:      db-credentials, in columns: the name of an object. */
int stand_in_is_object(const struct scan *scan, const struct value *value);

/* The name of a member, of what another file holds, of a header. */
int stand_in_is_name(const struct scan *scan, const struct value *value);

#endif
