/* Finding, making and mapping this user's spool, at start-up. */
#ifndef SPOOL_FILE_H
#define SPOOL_FILE_H

#include <epitaph/spool.h>

/*
 * Map the spool read-only, making directory and file where they are missing, and leave no
 * descriptor behind. Sets *ret_spool and *ret_size. Returns NULL, else in a few words why not;
 * then nothing was changed.
 */
const char *spool_file_map(struct epitaph_spool_header **ret_spool, size_t *ret_size);

#endif
