/*
 * The dying thread's stack as a list of frames, kept at both ends: the innermost tell why, the
 * outermost tell who called; what an endless recursion has in between tells nothing.
 */
#ifndef STACK_H
#define STACK_H

#include "registers.h"
#include "safe.h"

enum frame_trust { FRAME_CONTEXT, FRAME_CFI, FRAME_FP, FRAME_SCAN };

struct frame {
    uintptr_t pc;
    uintptr_t sp;
    uint8_t trust;
    bool exact; /* pc is where execution stands; else a return address */
};

struct stack {
    uint32_t total;
    bool has_original; /* a signal frame was crossed; this was delivered there */
    siginfo_t original;
    struct frame innermost[RECORD_FRAMES_INNERMOST];
    struct frame outermost[RECORD_FRAMES_OUTERMOST]; /* a ring, by total % size */
};

/* No frames; where they will be stays untouched. */
static inline void stack_init(struct stack *stack)
{
    stack->total = 0;
    stack->has_original = false;
}

void stack_push(struct stack *stack, const struct frame *frame);

/* How many frames are kept, and the kept frame `i` with its true index. */
uint32_t stack_kept(const struct stack *stack);
const struct frame *stack_frame(const struct stack *stack, uint32_t i, uint32_t *ret_index);

/*
 * Unwind from the registers at the fault into `stack`, which the caller initialised. Grows it
 * frame by frame, so that a fault or a timeout in here leaves what was found. `wild`: the
 * hardware refused to execute at the pc, so something jumped or called there.
 */
void stack_unwind(const struct registers *start, bool wild, struct stack *stack);

#endif
