/* The signal mask that a thread begins with. */
#ifndef MASKS_H
#define MASKS_H

#include <stdint.h>

/*
 * Begin a thread (or the process): it believes that it blocks `believed`, and what it
 * inherited; the kernel is made to deliver what is ours all the same.
 */
void masks_adopt(uint32_t believed);

#endif
