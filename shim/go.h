/*
 * Is this Go? Its runtime sets alternate stacks by system calls of its own and handlers by
 * libc's sigaction(2), so that it must be known when it asks.
 */
#ifndef GO_H
#define GO_H

#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Go's linker leaves a note of its own in every program and library that it makes. */
bool go_left_a_note(const ElfW(Phdr) * headers, size_t count, uintptr_t bias);

/* Does the code at this address belong to such a program or library? */
bool go_is_code_of(const void *address);

#endif
