/*
 * syscall(2), because it is the usual way to seccomp(2) and to newer ways of exec. It must be a
 * jump and no call for all else: a vfork returns twice, a clone on another stack.
 */
#include <dlfcn.h>
#include <errno.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <unistd.h>

#include "async_safe/raw.h"
#include "confinement.h"
#include "export.h"

/* libc's, for the jump. NULL before the first call. */
void *g_system_call_next __attribute__((visibility("hidden")));

long system_call_considered(long number, long a, long b, long c, long d, long e, long f)
    __attribute__((visibility("hidden"), used));

void system_call_find_next(void) __attribute__((visibility("hidden"), used));

#if defined(__x86_64__)
__asm__(".text\n.globl syscall\n.type syscall, @function\n"
        "syscall:\n\t.cfi_startproc\n\t"
        "cmp $317, %edi\n\tje system_call_considered\n\t" /* seccomp */
        "cmp $59, %edi\n\tje system_call_considered\n\t"  /* execve */
        "cmp $322, %edi\n\tje system_call_considered\n\t" /* execveat */
        "mov g_system_call_next(%rip), %rax\n\t"
        "test %rax, %rax\n\tjz 1f\n\tjmp *%rax\n"
        "1:\n\t" /* the six arguments in registers; the seventh stays where it is */
        "push %rdi\n\t.cfi_adjust_cfa_offset 8\n\tpush %rsi\n\t.cfi_adjust_cfa_offset 8\n\t"
        "push %rdx\n\t.cfi_adjust_cfa_offset 8\n\tpush %rcx\n\t.cfi_adjust_cfa_offset 8\n\t"
        "push %r8\n\t.cfi_adjust_cfa_offset 8\n\tpush %r9\n\t.cfi_adjust_cfa_offset 8\n\t"
        "sub $8, %rsp\n\t.cfi_adjust_cfa_offset 8\n\t"
        "call system_call_find_next\n\t"
        "add $8, %rsp\n\t.cfi_adjust_cfa_offset -8\n\t"
        "pop %r9\n\t.cfi_adjust_cfa_offset -8\n\tpop %r8\n\t.cfi_adjust_cfa_offset -8\n\t"
        "pop %rcx\n\t.cfi_adjust_cfa_offset -8\n\tpop %rdx\n\t.cfi_adjust_cfa_offset -8\n\t"
        "pop %rsi\n\t.cfi_adjust_cfa_offset -8\n\tpop %rdi\n\t.cfi_adjust_cfa_offset -8\n\t"
        "jmp *g_system_call_next(%rip)\n\t"
        ".cfi_endproc\n.size syscall, .-syscall\n");
_Static_assert(SYS_seccomp == 317 && SYS_execve == 59 && SYS_execveat == 322, "as above");
#elif defined(__aarch64__)
__asm__(".text\n.globl syscall\n.type syscall, %function\n"
        "syscall:\n\t.cfi_startproc\n\thint #34\n\t"      /* bti c, see jumps.c */
        "cmp w0, #277\n\tb.eq system_call_considered\n\t" /* seccomp */
        "cmp w0, #221\n\tb.eq system_call_considered\n\t" /* execve */
        "cmp w0, #281\n\tb.eq system_call_considered\n\t" /* execveat */
        "adrp x16, g_system_call_next\n\tldr x16, [x16, :lo12:g_system_call_next]\n\t"
        "cbz x16, 1f\n\tbr x16\n"
        "1:\n\t" /* all the arguments are in registers */
        "stp x0, x1, [sp, #-80]!\n\t.cfi_adjust_cfa_offset 80\n\t"
        "stp x2, x3, [sp, #16]\n\tstp x4, x5, [sp, #32]\n\tstp x6, x30, [sp, #48]\n\t"
        ".cfi_offset x30, -24\n\tbl system_call_find_next\n\t"
        "ldp x2, x3, [sp, #16]\n\tldp x4, x5, [sp, #32]\n\tldp x6, x30, [sp, #48]\n\t"
        ".cfi_restore x30\n\tldp x0, x1, [sp], #80\n\t.cfi_adjust_cfa_offset -80\n\t"
        "adrp x16, g_system_call_next\n\tldr x16, [x16, :lo12:g_system_call_next]\n\tbr x16\n\t"
        ".cfi_endproc\n.size syscall, .-syscall\n");
_Static_assert(SYS_seccomp == 277 && SYS_execve == 221 && SYS_execveat == 281, "as above");
#endif

static long answer(long result)
{
    if (result < 0 && result > -4096) {
        errno = (int)-result;
        return -1;
    }
    return result;
}

long system_call_considered(long number, long a, long b, long c, long d, long e, long f)
{
    switch (number) {
    case SYS_execve: /* by the function that shows the kernel what is inherited */
        return execve((const char *)a, (char *const *)b, (char *const *)c);
    case SYS_execveat:
        return execveat((int)a, (const char *)b, (char *const *)c, (char *const *)d, (int)e);
    case SYS_seccomp: {
        bool filter = a == SECCOMP_SET_MODE_FILTER;
        uint32_t before = 0;
        if (filter) {
            before = confinement_filter((const void *)c,
                                        ((unsigned long)b & SECCOMP_FILTER_FLAG_TSYNC) != 0);
        }
        long result = raw(SYS_seccomp, a, b, c, d, e, f);
        if (filter && result < 0) {
            confinement_failed(before);
        }
        return answer(result);
    }
    default:
        return answer(raw(number, a, b, c, d, e, f));
    }
}

void system_call_find_next(void)
{
    g_system_call_next = dlsym(RTLD_NEXT, "syscall");
}
