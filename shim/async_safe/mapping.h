/*
 * What is mapped at an address: the file, and what may be done to it. The kernel is asked, by
 * /proc/self/maps: for some microseconds the dying process has one descriptor more.
 */
#ifndef MAPPING_H
#define MAPPING_H

#include "record_text.h"

/* The mapping: line. None where nothing is mapped there, or where there is no /proc, no
 * descriptor, or too much before it. */
void mapping_write(struct record_text *text, uintptr_t address);

#endif
