/*
 * Which named signature belongs to which raw one (signature.h), remembered from run to run in
 * the file `signatures` of the state directory: once the unstripped copy of a build has crashed
 * here, its stripped copies are known as the same bug.
 *
 * One pair a line, "RAW NAMED", the latest last; a line that is none is skipped.
 */
#ifndef SIGNATURE_BOOK_H
#define SIGNATURE_BOOK_H

#include "signature.h"

#define SIGNATURE_BOOK_MAX 4096u /* pairs; the oldest are forgotten */

struct signature_book;

/* Read it; no file is an empty book. Returns 0 or -errno. Free with signature_book_free(). */
int signature_book_load(int state_fd, struct signature_book **ret_book)
    __attribute__((warn_unused_result));
void signature_book_free(struct signature_book *book);

/*
 * Learn from a named signature; give one that is not whole, of a copy with fewer names, the
 * other's text if that is known.
 */
void signature_book_apply(struct signature_book *book, struct signature *signature);

/* Write it if anything was learnt. Returns 0 or -errno. */
int signature_book_save(struct signature_book *book, int state_fd)
    __attribute__((warn_unused_result));

#endif
