/* A file that somebody asked for by name: there whole, or as it was before. */
#ifndef PAGE_FILE_H
#define PAGE_FILE_H

/*
 * Write `text` to `path`; "-" is stdout. A regular file is replaced at once when all is on
 * disk, with the mode it had, or readable by its owner only; what is none (a pipe, a terminal)
 * is written to. Returns 0 or -errno.
 */
int page_file_write(const char *path, const char *text) __attribute__((warn_unused_result));

#endif
