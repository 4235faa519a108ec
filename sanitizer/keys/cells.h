/*
 * What those share that read a table by a key in its header: cells of a line, and how often a
 * header is asked. A table that was read belongs to one header, and no row of it heads another.
 */
#ifndef CELLS_H
#define CELLS_H

#include "scan/scan.h"

/* A line of a table is no longer, and no more of them are read. */
#define LINE_MAX 320
#define ROWS_MAX 64

struct cells {
    size_t start; /* the line's */
    size_t end;
    unsigned int count;
    size_t cell_start; /* the one that was asked for; empty if there is none */
    size_t cell_end;
};

/* Where the line that holds `at` ends, or where it is too long. */
size_t cells_line_end(const struct scan *scan, size_t at);

/* Values with a comma between them, calls of functions among them. */
#define CELLS_OF_VALUES ((unsigned char)'(')

/* Cut a line at its separators, outside of quotes, and keep the cell at `index`. */
struct cells cells_cut(const struct scan *scan, size_t start, size_t end,
                       unsigned char separator, unsigned int index);

/* Note what a cell holds, without blanks and quotes, if it can be a secret of this key. */
void cells_found(struct scan *scan, size_t start, size_t end, const struct table_key *key);

/* Whether a key may head a table: not within one, nor if its header holds many of them. */
int cells_may_head(const struct scan *scan, size_t key_start);

/* A table was looked at for the key: its header ends at `header_end`, and its rows. */
void cells_read(struct scan *scan, size_t key_start, size_t header_end, size_t rows_end);

#endif
