/* The signal mask that a thread begins with. */
#ifndef MASKS_H
#define MASKS_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Begin the process, or a thread: it believes that it blocks `believed`, and what it inherited
 * or (`has_own_mask`) was given by its attributes; the kernel is made to deliver what is ours
 * all the same.
 */
void masks_begin_process(void);
void masks_begin_thread(uint32_t believed, bool has_own_mask);

/* The application is about to handle this signal itself: what the calling thread believes of it
 * must be so from now on. */
void masks_stop_hiding(int signal);

/*
 * Really block what the calling thread believes blocked while something is made that inherits
 * the mask, a thread or a program; then hide it again. Without any, they do nothing.
 */
void masks_show(void);
void masks_hide(void);

/*
 * For calls that wait under another mask: what to hand to the kernel for `wanted` (NULL stays
 * NULL), believed until masks_return(*ret_before).
 */
const sigset_t *masks_lend(const sigset_t *wanted, sigset_t *ret_set, uint32_t *ret_before);
void masks_return(uint32_t before);

#endif
