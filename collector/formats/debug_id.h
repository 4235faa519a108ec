/*
 * The name by which a symbol server of Sentry's or Breakpad's kind knows an ELF file: its
 * build-id read as a little-endian UUID.
 */
#ifndef DEBUG_ID_H
#define DEBUG_ID_H

#include <stdbool.h>

#define DEBUG_ID_LENGTH 36     /* a UUID with its dashes */
#define DEBUG_ID_BUILD_MAX 128 /* hex digits of a build-id that is taken for one */

/*
 * The first 16 bytes of a build-id, zeros where it is shorter, the first three fields with
 * their bytes swapped. False when `build_id` is not whole bytes of hex.
 */
bool debug_id_format(const char *build_id, char ret_id[DEBUG_ID_LENGTH + 1]);

#endif
