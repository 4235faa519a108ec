#include "safe.h"

#include "stack.h"

void stack_push(struct stack *stack, const struct frame *frame)
{
    if (stack->total < RECORD_FRAMES_INNERMOST) {
        stack->innermost[stack->total] = *frame;
    } else {
        stack->outermost[stack->total % RECORD_FRAMES_OUTERMOST] = *frame;
    }
    stack->total++;
}

uint32_t stack_kept(const struct stack *stack)
{
    const uint32_t most = RECORD_FRAMES_INNERMOST + RECORD_FRAMES_OUTERMOST;

    return stack->total < most ? stack->total : most;
}

const struct frame *stack_frame(const struct stack *stack, uint32_t i, uint32_t *ret_index)
{
    uint32_t left_out = stack->total - stack_kept(stack);

    if (i < RECORD_FRAMES_INNERMOST) {
        *ret_index = i;
        return &stack->innermost[i];
    }
    *ret_index = i + left_out;
    return &stack->outermost[(i + left_out) % RECORD_FRAMES_OUTERMOST];
}
