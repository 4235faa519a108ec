#include "safe.h"

#include "probe.h"

#define FIRST_PAGE 4096u

/*
 * int probe_load_*(address, to): 1 and *to set, or 0. The label *_may_fault is on the only
 * instruction that touches foreign memory, *_failed is where a fault there resumes.
 */
#if defined(__x86_64__)
__asm__(
    ".text\n"
    "probe_load_word:\n\t.cfi_startproc\n"
    "probe_word_may_fault:\n\tmov (%rdi), %rax\n\tmov %rax, (%rsi)\n\tmov $1, %eax\n\tret\n"
    "probe_failed:\n\txor %eax, %eax\n\tret\n\t.cfi_endproc\n"
    "probe_load_byte:\n\t.cfi_startproc\n"
    "probe_byte_may_fault:\n\tmovzbl (%rdi), %eax\n\tmov %al, (%rsi)\n\tmov $1, %eax\n\tret\n"
    "\t.cfi_endproc\n");
#define CONTEXT_PC(context) ((context)->uc_mcontext.gregs[REG_RIP])
#elif defined(__aarch64__)
__asm__(".text\n"
        "probe_load_word:\n\t.cfi_startproc\n"
        "probe_word_may_fault:\n\tldr x2, [x0]\n\tstr x2, [x1]\n\tmov w0, #1\n\tret\n"
        "probe_failed:\n\tmov w0, #0\n\tret\n\t.cfi_endproc\n"
        "probe_load_byte:\n\t.cfi_startproc\n"
        "probe_byte_may_fault:\n\tldrb w2, [x0]\n\tstrb w2, [x1]\n\tmov w0, #1\n\tret\n"
        "\t.cfi_endproc\n");
#define CONTEXT_PC(context) ((context)->uc_mcontext.pc)
#endif

int probe_load_word(uintptr_t address, uintptr_t *to);
int probe_load_byte(uintptr_t address, uint8_t *to);
/* Hidden, or they would be looked up in a table whose entries assemblers give to sections. */
#define LABEL extern const char __attribute__((visibility("hidden")))
LABEL probe_word_may_fault[], probe_byte_may_fault[], probe_failed[];

bool probe_word(uintptr_t address, uintptr_t *ret_word)
{
    return address >= FIRST_PAGE && probe_load_word(address, ret_word) != 0;
}

bool probe_byte(uintptr_t address, uint8_t *ret_byte)
{
    return address >= FIRST_PAGE && probe_load_byte(address, ret_byte) != 0;
}

size_t probe_bytes(uintptr_t address, void *to, size_t size)
{
    size_t done = 0;
    uintptr_t word;

    while (size - done >= sizeof word && probe_word(address + done, &word)) {
        memcpy((uint8_t *)to + done, &word, sizeof word);
        done += sizeof word;
    }
    while (done < size && probe_byte(address + done, (uint8_t *)to + done)) {
        done++;
    }
    return done;
}

size_t probe_string(uintptr_t address, char *to, size_t size)
{
    size_t length = 0;

    while (length + 1 < size && probe_byte(address + length, (uint8_t *)to + length) &&
           to[length] != '\0') {
        length++;
    }
    to[length] = '\0';
    return length;
}

bool probe_resume(ucontext_t *context)
{
    uintptr_t pc = (uintptr_t)CONTEXT_PC(context);

    if (pc != (uintptr_t)probe_word_may_fault && pc != (uintptr_t)probe_byte_may_fault) {
        return false;
    }
    CONTEXT_PC(context) = (__typeof__(CONTEXT_PC(context)))(uintptr_t)probe_failed;
    return true;
}
