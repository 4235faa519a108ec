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

/* libc's, for the jump. NULL before start-up. */
void *g_system_call_next __attribute__((visibility("hidden")));

long system_call_considered(long number, long a, long b, long c, long d, long e, long f)
    __attribute__((visibility("hidden"), used));

#if defined(__x86_64__)
__asm__(".text\n.globl syscall\n.type syscall, @function\n"
        "syscall:\n\t.cfi_startproc\n\t"
        "cmp $317, %edi\n\tje system_call_considered\n\t" /* seccomp */
        "cmp $59, %edi\n\tje system_call_considered\n\t"  /* execve */
        "cmp $322, %edi\n\tje system_call_considered\n\t" /* execveat */
        "mov g_system_call_next(%rip), %rax\n\t"
        "test %rax, %rax\n\tjz system_call_considered\n\tjmp *%rax\n\t"
        ".cfi_endproc\n.size syscall, .-syscall\n");
_Static_assert(SYS_seccomp == 317 && SYS_execve == 59 && SYS_execveat == 322, "as above");
#elif defined(__aarch64__)
__asm__(".text\n.globl syscall\n.type syscall, %function\n"
        "syscall:\n\t.cfi_startproc\n\t"
        "cmp w0, #277\n\tb.eq system_call_considered\n\t" /* seccomp */
        "cmp w0, #221\n\tb.eq system_call_considered\n\t" /* execve */
        "cmp w0, #281\n\tb.eq system_call_considered\n\t" /* execveat */
        "adrp x16, g_system_call_next\n\tldr x16, [x16, :lo12:g_system_call_next]\n\t"
        "cbz x16, system_call_considered\n\tbr x16\n\t"
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

__attribute__((constructor)) static void find_next(void)
{
    g_system_call_next = dlsym(RTLD_NEXT, "syscall");
}
