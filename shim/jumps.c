/*
 * Jumps that restore a signal mask: siglongjmp(3), setcontext(3) and their kin read and write
 * the kernel's mask inside libc, where masks.c cannot see it, and the kernel's lacks what is
 * hidden from it. What the application believes is kept beside it: libc's sigset_t has 1024
 * bits, of which the kernel reads and writes the first 64, so the last two words are free.
 *
 * (A context that returns and goes on in its uc_link does so inside libc, unseen.)
 *
 * The functions that save must be left by a jump, because they return twice, and with the frame
 * that their caller will find. Where no mask is saved they cost a test and that jump.
 */
#include <dlfcn.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <ucontext.h>

#include "async_safe/process.h"
#include "async_safe/state.h"
#include "export.h"

#define WORDS (sizeof(sigset_t) / sizeof(unsigned long))
#define MAGIC 0x6570697461706821ul /* "epitaph!" */

#define HIDDEN __attribute__((visibility("hidden"), used))

/* libc's own, for the assembly's jumps. */
HIDDEN void *g_jumps_sigsetjmp;
HIDDEN void *g_jumps_getcontext;
HIDDEN void *g_jumps_setcontext;
HIDDEN void *g_jumps_swapcontext;

static struct {
    void (*siglongjmp)(sigjmp_buf, int);
    void (*longjmp_chk)(sigjmp_buf, int);
} g_next;

HIDDEN void jumps_find(void);
HIDDEN void jumps_find(void)
{
    void *found;

    g_jumps_getcontext = dlsym(RTLD_NEXT, "getcontext");
    g_jumps_setcontext = dlsym(RTLD_NEXT, "setcontext");
    g_jumps_swapcontext = dlsym(RTLD_NEXT, "swapcontext");
    found = dlsym(RTLD_NEXT, "siglongjmp");
    memcpy(&g_next.siglongjmp, &found, sizeof found);
    found = dlsym(RTLD_NEXT, "__longjmp_chk");
    memcpy(&g_next.longjmp_chk, &found, sizeof found);
    g_jumps_sigsetjmp = dlsym(RTLD_NEXT, "__sigsetjmp");
}

static void remember(sigset_t *set)
{
    unsigned long *words = (unsigned long *)(void *)set;

    words[WORDS - 2] = MAGIC;
    words[WORDS - 1] = t_thread.blocked;
}

static void recall(const sigset_t *set)
{
    const unsigned long *words = (const unsigned long *)(const void *)set;

    if (words[WORDS - 2] != MAGIC || g_state.spool == NULL ||
        ((uint32_t)words[WORDS - 1] == t_thread.blocked && t_thread.withheld == 0) ||
        process_is_vfork_child()) {
        return;
    }
    t_thread.blocked = (uint32_t)words[WORDS - 1];
    t_thread.withheld = 0; /* what the old mask lets through comes back to death_postpone() */
}

HIDDEN void jumps_save_buffer(struct __jmp_buf_tag *buffer);
HIDDEN void jumps_save_buffer(struct __jmp_buf_tag *buffer)
{
    remember(&buffer->__saved_mask);
}

HIDDEN void jumps_save_context(ucontext_t *context);
HIDDEN void jumps_save_context(ucontext_t *context)
{
    remember(&context->uc_sigmask);
}

HIDDEN void jumps_restore_context(const ucontext_t *context);
HIDDEN void jumps_restore_context(const ucontext_t *context)
{
    recall(&context->uc_sigmask);
}

HIDDEN void jumps_swap_contexts(ucontext_t *save, const ucontext_t *restore);
HIDDEN void jumps_swap_contexts(ucontext_t *save, const ucontext_t *restore)
{
    remember(&save->uc_sigmask);
    recall(&restore->uc_sigmask);
}

#if defined(__x86_64__)
/* Call a hook with the first two arguments, keep them, and go on as libc's function. */
#define PASS_BY(hook, next)                                                                    \
    "push %rdi\n\t.cfi_adjust_cfa_offset 8\n\tpush %rsi\n\t.cfi_adjust_cfa_offset 8\n\t"       \
    "sub $8, %rsp\n\t.cfi_adjust_cfa_offset 8\n\t"                                             \
    "cmpq $0, " next "(%rip)\n\tjne 3f\n\tcall jumps_find\n\t"                                 \
    "mov 16(%rsp), %rdi\n\tmov 8(%rsp), %rsi\n3:\n\t" hook                                     \
    "add $8, %rsp\n\t.cfi_adjust_cfa_offset -8\n\t"                                            \
    "pop %rsi\n\t.cfi_adjust_cfa_offset -8\n\tpop %rdi\n\t.cfi_adjust_cfa_offset -8\n\t"       \
    "jmp *" next "(%rip)\n\t"
#define FUNCTION(name, body)                                                                   \
    ".globl " name "\n\t.type " name ", @function\n" name ":\n\t.cfi_startproc\n\t" body       \
    ".cfi_endproc\n\t.size " name ", .-" name "\n\t"

__asm__(".text\n\t" FUNCTION("setjmp", "mov $1, %esi\n\tjmp __sigsetjmp\n\t") FUNCTION(
    "__sigsetjmp",
    "test %esi, %esi\n\tjnz 1f\n\t"
    "cmpq $0, g_jumps_sigsetjmp(%rip)\n\tje 2f\n\t"
    "jmp *g_jumps_sigsetjmp(%rip)\n"
    "1:\n\t" PASS_BY("call jumps_save_buffer\n\t",
                     "g_jumps_sigsetjmp") "2:\n\t" PASS_BY("", "g_jumps_sigsetjmp"))
            FUNCTION("getcontext", PASS_BY("call jumps_save_context\n\t", "g_jumps_getcontext"))
                FUNCTION("setcontext",
                         PASS_BY("call jumps_restore_context\n\t", "g_jumps_setcontext"))
                    FUNCTION("swapcontext",
                             PASS_BY("call jumps_swap_contexts\n\t", "g_jumps_swapcontext")));
#elif defined(__aarch64__)
#define LOAD(next) "adrp x16, " next "\n\tldr x16, [x16, :lo12:" next "]\n\t"
#define PASS_BY(hook, next)                                                                    \
    "stp x0, x1, [sp, #-32]!\n\t.cfi_adjust_cfa_offset 32\n\t"                                 \
    "str x30, [sp, #16]\n\t.cfi_offset x30, -16\n\t" LOAD(                                     \
        next) "cbnz x16, 3f\n\tbl jumps_find\n\tldp x0, x1, [sp]\n3:\n\t" hook                 \
              "ldr x30, [sp, #16]\n\t.cfi_restore x30\n\t"                                     \
              "ldp x0, x1, [sp], #32\n\t.cfi_adjust_cfa_offset -32\n\t" LOAD(                  \
                  next) "br x16\n\t"
/* hint #34 is bti c: a landing pad, should this library ever be mapped as one that has them. */
#define FUNCTION(name, body)                                                                   \
    ".globl " name "\n\t.type " name ", %function\n" name                                      \
    ":\n\t.cfi_startproc\n\thint #34\n\t" body ".cfi_endproc\n\t.size " name ", .-" name       \
    "\n\t"

__asm__(".text\n\t" FUNCTION("setjmp", "mov w1, #1\n\tb __sigsetjmp\n\t") FUNCTION(
    "__sigsetjmp",
    "cbnz w1, 1f\n\t" LOAD(
        "g_jumps_sigsetjmp") "cbz x16, 2f\n\tbr x16\n"
                             "1:\n\t" PASS_BY(
                                 "bl jumps_save_buffer\n\t",
                                 "g_jumps_sigsetjmp") "2:\n\t" PASS_BY("", "g_jumps_sigsetjmp"))
            FUNCTION("getcontext", PASS_BY("bl jumps_save_context\n\t", "g_jumps_getcontext"))
                FUNCTION("setcontext",
                         PASS_BY("bl jumps_restore_context\n\t", "g_jumps_setcontext"))
                    FUNCTION("swapcontext",
                             PASS_BY("bl jumps_swap_contexts\n\t", "g_jumps_swapcontext")));
#endif

static void jump(void (*libc)(sigjmp_buf, int), struct __jmp_buf_tag *buffer, int value)
{
    if (buffer->__mask_was_saved != 0) {
        recall(&buffer->__saved_mask);
    }
    libc(buffer, value);
}

/* glibc's four names for three functions; a fortified program calls the last. */
#undef longjmp
#undef siglongjmp
EXPORT void siglongjmp(sigjmp_buf buffer, int value)
{
    if (g_next.siglongjmp == NULL) {
        jumps_find();
    }
    jump(g_next.siglongjmp, buffer, value);
    __builtin_unreachable();
}

EXPORT void longjmp(jmp_buf buffer, int value)
{
    siglongjmp(buffer, value);
}

EXPORT void _longjmp(jmp_buf buffer, int value)
{
    siglongjmp(buffer, value);
}

void __longjmp_chk(sigjmp_buf buffer, int value);
EXPORT void __longjmp_chk(sigjmp_buf buffer, int value)
{
    if (g_next.longjmp_chk == NULL) {
        jumps_find();
    }
    jump(g_next.longjmp_chk, buffer, value);
    __builtin_unreachable();
}
