/* Finding, making and mapping this user's spool, at start-up. */
#ifndef SPOOL_FILE_H
#define SPOOL_FILE_H

#include <epitaph/spool.h>

struct spool_map {
    struct epitaph_spool_header *spool;
    size_t size;
    struct epitaph_spool_geometry geometry; /* as it was checked */
};

/*
 * Map the spool read-only, making directory and file where they are missing, and leave no
 * descriptor behind. Returns NULL, else in a few words why not; then nothing was changed.
 */
const char *spool_file_map(struct spool_map *ret_map);

#endif
