/*
 * Facts that the program itself wants in the record of its crash (epitaph.h). They may be set
 * from any thread and any signal handler, while another thread crashes.
 */
#ifndef NOTES_H
#define NOTES_H

#include "record_text.h"

/*
 * Keep `value` under `key`; NULL takes the note away. `pid` is the caller's process: a note
 * that a parent's thread was writing when it forked is nobody's in the child. Returns 0,
 * -EINVAL, -ENOSPC or -EAGAIN, as epitaph.h says.
 */
int notes_set(uint32_t pid, const char *key, const char *value);

/* A line for each, the one set first first. */
void notes_write(struct record_text *text);

#endif
