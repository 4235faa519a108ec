/*
 * The symbolizer's child, and the two messages between it and its parent.
 *
 * Request:  crash time, exception type, modules (path, build-id), frames (module or -1, offset,
 *           exact).
 * Answer:   exception name, a state per module, per frame: function offset, names.
 */
#ifndef SYMBOLIZER_CHILD_H
#define SYMBOLIZER_CHILD_H

#include "crash/crash.h"
#include "encoding/wire.h"

#define SYMBOLIZER_NAME_MAX ((size_t)16384)
#define SYMBOLIZER_PATH_MAX ((size_t)4096)
#define SYMBOLIZER_MESSAGE_MAX ((size_t)8 << 20)
#define SYMBOLIZER_NO_MODULE UINT64_MAX

/*
 * The parent's side: believe an answer within its bounds. Where it breaks them the rest of the
 * crash stays unnamed and -EBADMSG is returned.
 */
int symbolizer_take_answer(struct wire *answer, struct crash *crash)
    __attribute__((warn_unused_result));

/* Serve requests on `fd` until its other end closes. Does not return. */
void symbolizer_child_run(int fd) __attribute__((noreturn));

#endif
