/*
 * Reading a record's text (epitaph/record.h says how it is written) into a struct crash.
 *
 * The text may be torn, of a newer version, or written by an enemy: whatever can be understood
 * is, the rest is skipped. Of a key that may stand once, the first counts.
 *
 * A harvested record begins with one more line, put there by the collector, that holds what
 * the slot knew and the text does not:
 *
 *     harvest: id=HEX count=N first_seen_ns=N last_seen_ns=N torn=0|1 uid=N
 */
#ifndef RECORD_H
#define RECORD_H

#include <stddef.h>

#include "crash.h"

#define RECORD_HARVEST "harvest"

/* No record is longer: a slot of the largest size, and the harvest line. */
#define RECORD_LENGTH_MAX (256u * 1024u + 512u)

/*
 * Parse `length` bytes of `text`. A record without its last line becomes a crash with `torn`
 * set and "end" among its missing words; text that is no record at all becomes an empty torn
 * crash. Returns 0 and sets *ret_crash, which the caller frees; -ENOMEM; -EMSGSIZE when the
 * text is longer than RECORD_LENGTH_MAX.
 */
int record_parse(const char *text, size_t length, struct crash **ret_crash)
    __attribute__((warn_unused_result));

#endif
