/* The signal mask that a thread begins with. */
#ifndef MASKS_H
#define MASKS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Begin the process, or a thread: it believes that it blocks `believed`, and what it inherited
 * or (`has_own_mask`) was given by its attributes; the kernel is made to deliver what is ours
 * all the same.
 */
void masks_begin_process(void);
void masks_begin_thread(uint32_t believed, bool has_own_mask);

/*
 * Really block `believed` while something is made that inherits the mask, a thread or a
 * program; then hide it again. Without any, they do nothing.
 */
void masks_show(uint32_t believed);
void masks_hide(uint32_t believed);

#endif
