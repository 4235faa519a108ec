/*
 * Is this Go? Its runtime sets alternate stacks by system calls of its own and handlers by
 * libc's sigaction(2), so that it must be known when it asks.
 */
#ifndef GO_H
#define GO_H

#include <stdbool.h>

/* Does the code at this address belong to a program or library that Go's linker made? */
bool go_is_code_of(const void *address);

#endif
