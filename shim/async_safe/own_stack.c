#include "safe.h"

#include "own_stack.h"

#if defined(__x86_64__)
__asm__(".text\n.globl own_stack_call\n.hidden own_stack_call\n"
        ".type own_stack_call, @function\n"
        "own_stack_call:\n\t.cfi_startproc\n\t"
        "push %rbp\n\t.cfi_def_cfa_offset 16\n\t.cfi_offset rbp, -16\n\t"
        "mov %rsp, %rbp\n\t.cfi_def_cfa_register rbp\n\t"
        "mov %rdi, %rsp\n\tmov %rdx, %rdi\n\tcall *%rsi\n\t"
        "mov %rbp, %rsp\n\tpop %rbp\n\t.cfi_def_cfa rsp, 8\n\tret\n\t.cfi_endproc\n"
        ".size own_stack_call, .-own_stack_call\n");
#elif defined(__aarch64__)
__asm__(".text\n.globl own_stack_call\n.hidden own_stack_call\n"
        ".type own_stack_call, %function\n"
        "own_stack_call:\n\t.cfi_startproc\n\t"
        "stp x29, x30, [sp, #-16]!\n\t.cfi_def_cfa_offset 16\n\t"
        ".cfi_offset x29, -16\n\t.cfi_offset x30, -8\n\t"
        "mov x29, sp\n\t.cfi_def_cfa_register x29\n\t"
        "mov sp, x0\n\tmov x0, x2\n\tblr x1\n\t"
        "mov sp, x29\n\tldp x29, x30, [sp], #16\n\t.cfi_def_cfa sp, 0\n\tret\n\t.cfi_endproc\n"
        ".size own_stack_call, .-own_stack_call\n");
#endif
