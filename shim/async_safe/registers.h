/*
 * The registers at the fault, by architecture: the only place that knows their names.
 */
#ifndef REGISTERS_H
#define REGISTERS_H

#include "safe.h"

#if defined(__x86_64__)
#define REGISTERS_ARCH "x86_64"
#define REGISTERS_COUNT                                                                        \
    17 /* DWARF numbers 0..16: rax rdx rcx rbx rsi rdi rbp rsp r8..r15 rip */
#define REGISTERS_PC UNW_X86_64_RIP
#define REGISTERS_SP UNW_X86_64_RSP
#define REGISTERS_FP UNW_X86_64_RBP
#define REGISTERS_SIGINFO_OFFSET                                                               \
    304u /* behind the kernel's ucontext; arch/x86, rt_sigframe                                \
          */
/* From where a signal frame has the stack pointer; the pc is the next word. */
#define REGISTERS_SAVED_SP_TO_SIGINFO                                                          \
    (REGISTERS_SIGINFO_OFFSET - offsetof(ucontext_t, uc_mcontext.gregs[REG_RSP]))
#elif defined(__aarch64__)
#define REGISTERS_ARCH "aarch64"
#define REGISTERS_COUNT 33 /* x0..x30, sp, pc: libunwind's numbers */
#define REGISTERS_PC UNW_AARCH64_PC
#define REGISTERS_SP UNW_AARCH64_SP
#define REGISTERS_FP UNW_AARCH64_X29
#define REGISTERS_LR UNW_AARCH64_X30
#define REGISTERS_SIGINFO_OFFSET 0u /* at its beginning; arch/arm64, rt_sigframe */
#define REGISTERS_SAVED_SP_TO_SIGINFO                                                          \
    (0 - offsetof(ucontext_t, uc_mcontext.sp) - sizeof(siginfo_t))
#endif

/* By libunwind's register number. */
struct registers {
    uintptr_t value[REGISTERS_COUNT];
};

extern const char *const registers_names[REGISTERS_COUNT];

void registers_read(const ucontext_t *context, struct registers *ret_registers);

enum fault_access { FAULT_ACCESS_UNKNOWN, FAULT_READ, FAULT_WRITE, FAULT_EXECUTE };

/* What the hardware said the faulting access was, for SIGSEGV and SIGBUS. */
enum fault_access registers_fault_access(const ucontext_t *context, const siginfo_t *info);

/* Can an address be used at all on this architecture? */
bool registers_is_canonical(uintptr_t address);

/* Is the instruction before `address` a call? Reads through probe.h. */
bool registers_follows_call(uintptr_t address);

/* A return address without the signature that ARM's pointer authentication puts into its unused
 * bits. Others, and on other processors all, stay as they are. */
uintptr_t registers_without_signature(uintptr_t address);

#if defined(__aarch64__)
/* Do two addresses seem to lie in one function? By the beginnings of functions between them. */
bool registers_share_function(uintptr_t a, uintptr_t b);
#endif

/* Is `address` the code that a signal handler returns to? By its bytes, as gdb does it: a
 * program may bring its own. */
bool registers_is_signal_return(uintptr_t address);

#endif
