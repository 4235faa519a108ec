/*
 * The sign between a key and its value, in any of the usual notations: "=", "=>", ": string =",
 * the next attribute or element, "is set to", or nothing but a blank.
 */
#ifndef SIGN_H
#define SIGN_H

#include "value.h"

/*
 * Where the value of the key [key_start, at) may start, blanks before it included; 0 if no sign
 * follows. Sets *ret_sign: '=', ':', '>', '(' or ' '.
 */
size_t sign_find(const struct scan *scan, size_t key_start, size_t at, enum value_blank blank,
                 unsigned char *ret_sign);

#endif
