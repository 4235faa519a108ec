#include "safe.h"

#include "guard.h"
#include "probe.h"
#include "raw.h"
#include "state.h"

/* What a function must find again after a call: the callee-saved registers of the ABI. */
#if defined(__x86_64__)
struct guard_context {
    uint64_t rbx, rbp, r12, r13, r14, r15, rsp, rip;
};

/* int guard_mark(struct guard_context *): 0 now, 1 when resumed. */
__asm__(
    ".text\n.type guard_mark, @function\n"
    "guard_mark:\n\t.cfi_startproc\n\t"
    "mov %rbx, 0(%rdi)\n\tmov %rbp, 8(%rdi)\n\tmov %r12, 16(%rdi)\n\tmov %r13, 24(%rdi)\n\t"
    "mov %r14, 32(%rdi)\n\tmov %r15, 40(%rdi)\n\tlea 8(%rsp), %rdx\n\tmov %rdx, 48(%rdi)\n\t"
    "mov (%rsp), %rdx\n\tmov %rdx, 56(%rdi)\n\txor %eax, %eax\n\tret\n\t.cfi_endproc\n"
    ".size guard_mark, .-guard_mark\n");

static void resume_at(ucontext_t *context, const struct guard_context *mark)
{
    greg_t *registers = context->uc_mcontext.gregs;

    registers[REG_RBX] = (greg_t)mark->rbx;
    registers[REG_RBP] = (greg_t)mark->rbp;
    registers[REG_R12] = (greg_t)mark->r12;
    registers[REG_R13] = (greg_t)mark->r13;
    registers[REG_R14] = (greg_t)mark->r14;
    registers[REG_R15] = (greg_t)mark->r15;
    registers[REG_RSP] = (greg_t)mark->rsp;
    registers[REG_RIP] = (greg_t)mark->rip;
    registers[REG_RAX] = 1;
    registers[REG_EFL] &= ~(greg_t)0x400; /* the ABI wants the direction flag clear */
}
#elif defined(__aarch64__)
struct guard_context {
    uint64_t x19_x30[12], sp; /* no floating point: nothing in this folder uses it */
};

__asm__(".text\n.type guard_mark, %function\n"
        "guard_mark:\n\t.cfi_startproc\n\t"
        "stp x19, x20, [x0]\n\tstp x21, x22, [x0, #16]\n\tstp x23, x24, [x0, #32]\n\t"
        "stp x25, x26, [x0, #48]\n\tstp x27, x28, [x0, #64]\n\tstp x29, x30, [x0, #80]\n\t"
        "mov x1, sp\n\tstr x1, [x0, #96]\n\t"
        "mov w0, #0\n\tret\n\t.cfi_endproc\n"
        ".size guard_mark, .-guard_mark\n");

static void resume_at(ucontext_t *context, const struct guard_context *mark)
{
    for (int i = 0; i < 12; i++) {
        context->uc_mcontext.regs[19 + i] = mark->x19_x30[i];
    }
    context->uc_mcontext.sp = mark->sp;
    context->uc_mcontext.pc = mark->x19_x30[11]; /* x30: where guard_mark returned to */
    context->uc_mcontext.regs[0] = 1;
}
#endif

int guard_mark(struct guard_context *context) __attribute__((returns_twice));

struct guard {
    struct guard_context mark;
    struct guard *outer;
};

static struct guard *volatile g_innermost STATE_AT_HAND;
static volatile bool g_late STATE_AT_HAND;
static volatile int g_timer = -1;

bool guard_run(void (*step)(void *), void *argument)
{
    struct guard guard = {.outer = g_innermost};

    if (guard_mark(&guard.mark) != 0) {
        g_innermost =
            g_innermost->outer; /* guard.outer may be stale in a register: go by memory */
        return false;
    }
    g_innermost = &guard;
    step(argument);
    g_innermost = guard.outer;
    return true;
}

bool guard_resume(ucontext_t *context, bool timed_out)
{
    if (!timed_out && probe_resume(context)) {
        return true;
    }
    if (timed_out) {
        g_late = true;
    }
    if (g_innermost == NULL) {
        return false;
    }
    resume_at(context, &g_innermost->mark);
    return true;
}

void guard_reset(void)
{
    g_innermost = NULL;
    g_late = false;
    g_timer = -1;
}

static struct itimerspec timer_spec(long first_ms, long next_ms)
{
    return (struct itimerspec){
        .it_value = {first_ms / 1000, first_ms % 1000 * 1000000},
        .it_interval = {next_ms / 1000, next_ms % 1000 * 1000000},
    };
}

void guard_timer_start(uint32_t tid, long first_ms, long next_ms)
{
    /* SIGSEGV is never blocked here and has our handler; SI_TIMER tells it from a fault. */
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGSEGV};
    struct itimerspec spec = timer_spec(first_ms, next_ms);
    int timer = -1;

    event._sigev_un._tid = (int)tid;
    if (raw(SYS_timer_create, CLOCK_MONOTONIC, &event, &timer) < 0) {
        return;
    }
    g_timer = timer;
    raw(SYS_timer_settime, timer, 0, &spec, NULL);
}

void guard_timer_stop(void)
{
    if (g_timer >= 0) {
        raw(SYS_timer_delete, g_timer);
        g_timer = -1;
    }
}

bool guard_is_late(void)
{
    return g_late;
}
